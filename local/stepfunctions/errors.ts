import { ServiceError } from '../cloud.ts';

/** The modelled errors of Step Functions, with AWS's sentences as recorded. */
export const stateMachineDoesNotExist = (arn: string) =>
  new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);

export const stateMachineAlreadyExists = (arn: string) =>
  new ServiceError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);

export const executionDoesNotExist = (arn: string) =>
  new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);

export const executionAlreadyExists = (arn: string) =>
  new ServiceError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);

export const executionNotRedrivable = (reason: string) =>
  new ServiceError('ExecutionNotRedrivable', `The execution is not redrivable: '${reason}'`);

export const invalidDefinition = (why: string) =>
  new ServiceError('InvalidDefinition', `Invalid State Machine Definition: '${why}'`);

export const invalidExecutionInput = (why: string) =>
  new ServiceError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${why}'`);

export const invalidOutput = (why: string) => new ServiceError('InvalidOutput', `Invalid Output: '${why}'`);

export const invalidName = (name: string) => new ServiceError('InvalidName', `Invalid Name: '${name}'`);

export const invalidArn = (arn: string) => new ServiceError('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${arn}'`);

export const invalidToken = (token: string) => new ServiceError('InvalidToken', `Invalid Token: '${token}'`);

export const taskTimedOut = () =>
  new ServiceError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");

export const resourceNotFound = (arn: string) =>
  new ServiceError('ResourceNotFound', `Resource not found: '${arn}'`, { members: { resourceName: arn } });

export const conflict = (why: string) => new ServiceError('ConflictException', why);

export const validation = (why: string) => new ServiceError('ValidationException', why);
