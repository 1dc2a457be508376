import type { CreateService, Operation } from '../../local/cloud.ts';

/** A change made by a call of AWS. */
export interface Effect {
  /** Virtual ms since the epoch. */
  readonly at: number;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly output: Readonly<Record<string, unknown>>;
}

/** What serves changed: traffic goes to these configs from then on; none while nothing serves. */
export interface Serving {
  readonly at: number;
  readonly configs: readonly string[];
}

export interface History {
  readonly effects: Effect[];
  readonly servings: Serving[];
  readonly trace: string[];
}

const WATCHED = new Set([
  'CreateTrainingJob',
  'CreateTransformJob',
  'CreateModelPackage',
  'UpdateModelPackage',
  'CreateEndpoint',
  'UpdateEndpoint',
  'DeleteEndpoint',
  'StartExecution',
]);

/** A service whose successful changes are written down. */
export function recorded(create: CreateService, note: (effect: Effect) => void): CreateService {
  return (cloud) => {
    const service = create(cloud);
    const operations = Object.entries(service.operations).map(([name, operation]): [string, Operation] => {
      if (!WATCHED.has(name)) return [name, operation];
      const watched = async (input: never, call: never) => {
        const at = cloud.clock.now();
        const output = (await operation(input, call)) as Record<string, unknown>;
        note({ at, operation: name, input, output: output ?? {} });
        return output;
      };
      return [name, watched as Operation];
    });
    return { ...service, operations: Object.fromEntries(operations) };
  };
}
