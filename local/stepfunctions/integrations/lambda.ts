import type { Cloud } from '../../cloud.ts';
import { StateError } from '../interpreter/state-error.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import type { Integration } from './integration.ts';
import { sdkMetadata } from './sdk-metadata.ts';
import { serviceFailure } from './service-failure.ts';

const NAMING = { service: 'Lambda', prefix: 'Lambda', general: 'AWSLambdaException' };
const FUNCTION_ARN = /^arn:aws[\w-]*:lambda:[^:]+:\d+:function:/;

/** `arn:aws:states:::lambda:invoke`: the function's answer within Lambda's. */
export const lambdaInvoke: Integration = {
  resourceType: 'lambda',
  resource: 'invoke',
  prefix: 'Lambda',
  pattern: 'response',
  async call(cloud, { FunctionName, Qualifier, Payload }) {
    const name = typeof FunctionName === 'string' ? FunctionName : '';
    const qualified = typeof Qualifier === 'string' ? `${name}:${Qualifier}` : name;
    const { text, version } = await invoke(cloud, qualified, Payload);
    const result = { ExecutedVersion: version, Payload: read(text), StatusCode: 200 };
    return { ...result, ...sdkMetadata(cloud.uuid(), text.length) };
  },
};

export const lambdaInvokeForToken: Integration = {
  ...lambdaInvoke,
  resource: 'invoke.waitForTaskToken',
  pattern: 'token',
};

/** A Task whose Resource is a function's ARN: the result is the function's answer itself. */
export function plainLambda(functionArn: string): Integration | undefined {
  if (!FUNCTION_ARN.test(functionArn)) return undefined;
  return {
    resourceType: 'lambda',
    resource: functionArn,
    prefix: 'Lambda',
    pattern: 'response',
    plainLambda: true,
    call: async (cloud, { Payload }) => read((await invoke(cloud, functionArn, Payload)).text),
  };
}

async function invoke(cloud: Cloud, name: string, payload: Json | undefined): Promise<Answer> {
  const functionArn = name.startsWith('arn:')
    ? name
    : `arn:aws:lambda:${cloud.region}:${cloud.account}:function:${name}`;
  try {
    const bytes = Buffer.from(payload === undefined ? '{}' : JSON.stringify(payload));
    const result = await cloud.invoke({ functionArn, payload: bytes });
    const text = Buffer.from(result.payload).toString('utf8');
    if (result.functionError !== undefined) throw new StateError(functionFailure(text));
    return { text, version: result.version };
  } catch (error) {
    throw error instanceof StateError ? error : serviceFailure(error, NAMING, cloud.uuid());
  }
}

interface Answer {
  readonly text: string;
  readonly version: string;
}

/** A function's error names the state's error; its whole payload is the cause. Source: recordings of AWS. */
function functionFailure(payload: string) {
  const error = read(payload) as JsonObject;
  const type = isObject(error) && typeof error.errorType === 'string' ? error.errorType : 'Lambda.Unknown';
  return { error: type, cause: payload };
}

/** Lambda answers JSON; what is none is passed on as text, nothing as an empty object. */
function read(text: string): Json {
  if (text === '') return {};
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
