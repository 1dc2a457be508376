import type { Cloud } from '../../cloud.ts';
import type { Json, JsonObject } from '../json.ts';

/** Who calls: what an integration may know of the execution besides its parameters. */
export interface Caller {
  readonly executionArn: string;
  readonly machineArn: string;
}

/** One kind of Task: what its Resource names. */
export interface Integration {
  /** As the history names it, for example `lambda` and `invoke.waitForTaskToken`. */
  readonly resourceType: string;
  readonly resource: string;
  /** Begins the names of its service's errors, for example `Lambda`. */
  readonly prefix: string;
  /** How the state goes on once the call has answered: with its result, a task token, or another execution's end. */
  readonly pattern: 'response' | 'token' | 'execution' | 'executionParsed';
  /** History of a Task whose Resource is a function's ARN: LambdaFunctionScheduled instead of TaskScheduled, and so on. */
  readonly plainLambda?: boolean;
  /** @throws StateError with the failure as AWS names it */
  call(cloud: Cloud, parameters: JsonObject, caller: Caller): Promise<Json>;
}
