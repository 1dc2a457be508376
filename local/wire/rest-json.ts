import { httpBindings } from './http-bindings.ts';
import { restJson as format, writeJsonError } from './json-rpc.ts';
import type { Protocol } from './message.ts';
import type { Route } from './rest-routes.ts';
import { readRestInput, writeRestHeaders } from './rest-values.ts';

const JSON_TYPE = 'application/json';

/** restJson1, as Lambda and SageMaker Runtime speak it. */
export function restJson({ labels }: Pick<Route, 'labels'>): Protocol {
  return {
    readInput: (request, { operation }) => readRestInput(operation.input, { ...request, labels }, format),
    writeOutput(output, { operation }) {
      const headers = writeRestHeaders(operation.output, output);
      const { bound, payload, body } = httpBindings(operation.output);
      const statusMember = bound.find(({ location }) => location === 'status')?.member;
      const status = Number((statusMember && output[statusMember]) ?? operation.http?.[2] ?? 200);
      if (payload) {
        const value = output[payload.member];
        headers['content-type'] ??= JSON_TYPE;
        if (payload.schema.isBlobSchema()) return { status, headers, body: (value as Uint8Array | undefined) ?? '' };
        return { status, headers, body: value === undefined ? '' : format.write(payload.schema, value) };
      }
      headers['content-type'] ??= JSON_TYPE;
      return { status, headers, body: body && status !== 204 ? format.write(body, output) : '' };
    },
    writeError: (error, service) => writeJsonError(error, service, JSON_TYPE),
  };
}
