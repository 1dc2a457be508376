import { CborCodec } from '@smithy/core/cbor';
import { describeError } from './error-members.ts';
import type { Protocol } from './message.ts';

const codec = new CborCodec();
const reader = codec.createDeserializer();
const writer = codec.createSerializer();
const DOCUMENT = 15;
const HEADERS = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };

/** Smithy RPC v2 CBOR, as newer SDKs speak it to CloudWatch. */
export const cborRpc: Protocol = {
  readInput(request, { operation }) {
    if (request.body.length === 0) return {};
    return reader.read(operation.input, request.body) as Record<string, unknown>;
  },
  writeOutput(output, { operation }) {
    if (operation.output.isUnitSchema()) return { status: 200, headers: { ...HEADERS }, body: '' };
    writer.write(operation.output, output);
    return { status: 200, headers: { ...HEADERS }, body: writer.flush() };
  },
  writeError(error, service) {
    const { status, members, queryCode } = describeError(error, service);
    writer.write(DOCUMENT, { __type: error.code, ...members });
    const fault = status < 500 ? 'Sender' : 'Receiver';
    return { status, headers: { ...HEADERS, 'x-amzn-query-error': `${queryCode};${fault}` }, body: writer.flush() };
  },
};
