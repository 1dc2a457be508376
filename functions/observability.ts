import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';

/** Structured logs of every function; the service name is the state's name. */
export const logger = new Logger();

/** Metrics in the `Andon` namespace, written to the log in embedded metric format. */
export const metrics = new Metrics({ namespace: 'Andon' });
