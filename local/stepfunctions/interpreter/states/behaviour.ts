import type { Visit } from '../visit.ts';

/**
 * What a state does once it is entered, and again at every attempt: it leaves, fails by throwing, or sets the frame's
 * wait. @throws QueryError, StateError
 */
export type Behaviour = (visit: Visit) => Promise<void>;
