import { arn } from '../../arn.ts';
import type { Cloud } from '../../cloud.ts';
import { invalidArn, invalidName } from '../errors.ts';

type Place = Pick<Cloud, 'account' | 'region'>;

export function machineArn(place: Place, name: string): string {
  return arn(place, 'states', `stateMachine:${name}`);
}

export function executionArn(place: Place, machine: string, name: string): string {
  return arn(place, 'states', `execution:${machine}:${name}`);
}

export function mapRunArn(place: Place, machine: string, id: string): string {
  return arn(place, 'states', `mapRun:${machine}:${id}`);
}

const MACHINE = /^arn:aws[\w-]*:states:[^:]+:\d{12}:stateMachine:([^:]+)(?::([^:]+))?$/;
const EXECUTION = /^arn:aws[\w-]*:states:[^:]+:\d{12}:execution:[^:]+:[^:]+$/;

const MAP_RUN = /^arn:aws[\w-]*:states:[^:]+:\d{12}:mapRun:[^:]+:[^:]+$/;

/** The machine's own ARN in one that may name a version or an alias. @throws ServiceError InvalidArn */
export function parseMachineArn(text: string): { readonly machine: string; readonly qualifier?: string } {
  const [, , qualifier] = MACHINE.exec(text) ?? [];
  if (!MACHINE.test(text)) throw invalidArn(text);
  if (qualifier === undefined) return { machine: text };
  return { machine: text.slice(0, -qualifier.length - 1), qualifier };
}

/** @throws ServiceError InvalidArn */
export function checkExecutionArn(text: string): string {
  if (!EXECUTION.test(text)) throw invalidArn(text);
  return text;
}

/** @throws ServiceError InvalidArn */
export function checkMapRunArn(text: string): string {
  if (!MAP_RUN.test(text)) throw invalidArn(text);
  return text;
}

/** 1 to 80 characters without blanks, brackets, wildcards and such. Source: the API's CreateStateMachine. @throws ServiceError InvalidName */
export function checkName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the API forbids control characters by their codes.
  if (name.length < 1 || name.length > 80 || /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/.test(name)) {
    throw invalidName(name);
  }
  return name;
}
