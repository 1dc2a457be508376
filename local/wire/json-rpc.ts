import { JsonShapeDeserializer2, JsonShapeSerializer2 } from '@aws-sdk/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import type { ServiceError } from '../cloud.ts';
import { describeError } from './error-members.ts';
import type { Protocol, WireAnswer } from './message.ts';
import type { ServiceModel } from './service-model.ts';

const EPOCH_SECONDS = 7;

function jsonCodec(jsonName: boolean) {
  const settings = { jsonName, timestampFormat: { useTrait: true, default: EPOCH_SECONDS } } as const;
  const reader = new JsonShapeDeserializer2(settings);
  const writer = new JsonShapeSerializer2(settings);
  return {
    read(schema: NormalizedSchema, body: Buffer): unknown {
      return body.length === 0 ? {} : reader.readObject(schema, JSON.parse(body.toString('utf8')));
    },
    write(schema: NormalizedSchema, value: unknown): Uint8Array {
      writer.write(schema, value);
      return writer.flush();
    },
  };
}

export const rpcJson = jsonCodec(false);
export const restJson = jsonCodec(true);

/** The body and headers every JSON protocol answers an error with; query-compatible services name the old code too. */
export function writeJsonError(
  error: ServiceError,
  service: ServiceModel | undefined,
  contentType: string,
): WireAnswer {
  const { status, members, model, queryCode } = describeError(error, service);
  const known = model ? JSON.parse(Buffer.from(rpcJson.write(model.schema, members)).toString()) : {};
  const headers: Record<string, string> = { 'content-type': contentType, 'x-amzn-errortype': error.code };
  if (service?.queryVersion) headers['x-amzn-query-error'] = `${queryCode};${status < 500 ? 'Sender' : 'Receiver'}`;
  return { status, headers, body: JSON.stringify({ __type: error.code, ...members, ...known }) };
}

/** awsJson1.0 and awsJson1.1 differ in nothing but their content type. */
export function jsonRpc(version: '1.0' | '1.1'): Protocol {
  const contentType = `application/x-amz-json-${version}`;
  return {
    readInput: (request, { operation }) => rpcJson.read(operation.input, request.body) as Record<string, unknown>,
    writeOutput: (output, { operation }) => ({
      status: 200,
      headers: { 'content-type': contentType },
      body: operation.output.isUnitSchema() ? '' : rpcJson.write(operation.output, output),
    }),
    writeError: (error, service) => writeJsonError(error, service, contentType),
  };
}
