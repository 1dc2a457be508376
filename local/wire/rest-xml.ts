import { httpBindings } from './http-bindings.ts';
import type { Protocol, Target, WireAnswer } from './message.ts';
import type { Route } from './rest-routes.ts';
import { readRestInput, writeRestHeaders } from './rest-values.ts';
import { escapeXml, xmlElements, xmlFormat } from './xml.ts';

const S3_NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const XML_TYPE = 'application/xml';
const format = xmlFormat(S3_NAMESPACE);

/** restXml, as S3 speaks it. */
export function restXml({ labels }: Pick<Route, 'labels'>): Protocol {
  return {
    readInput: (request, { operation }) => readRestInput(operation.input, { ...request, labels }, format),
    writeOutput(output, target) {
      const { operation } = target;
      const headers = writeRestHeaders(operation.output, output);
      // GetObject models no status: a range is answered by its Content-Range.
      const status = output.ContentRange === undefined ? (operation.http?.[2] ?? 200) : 206;
      return { status, headers, ...writeBody(output, target, headers) };
    },
    writeError(error, _service, requestId) {
      const members = xmlElements({ Code: error.code, Message: error.message, ...error.members });
      const ids = xmlElements({ RequestId: requestId, HostId: requestId });
      const body = error.status === 304 ? '' : `${DECLARATION}<Error>${members}${ids}</Error>`;
      return { status: error.status, headers: { 'content-type': XML_TYPE }, body };
    },
  };
}

function writeBody(
  output: Readonly<Record<string, unknown>>,
  { operation }: Target,
  headers: Record<string, string>,
): Pick<WireAnswer, 'body'> {
  const { payload, body } = httpBindings(operation.output);
  if (operation.name === 'GetBucketLocation') {
    // The one answer of S3 whose root is the value itself.
    headers['content-type'] = XML_TYPE;
    const value = escapeXml(String(output.LocationConstraint ?? ''));
    return { body: `${DECLARATION}<LocationConstraint xmlns="${S3_NAMESPACE}">${value}</LocationConstraint>` };
  }
  if (payload?.schema.isBlobSchema()) {
    headers['content-type'] ??= 'binary/octet-stream';
    return { body: (output[payload.member] as Uint8Array | undefined) ?? '' };
  }
  if (payload?.schema.isStringSchema()) return { body: String(output[payload.member] ?? '') };
  const value = payload ? output[payload.member] : output;
  const schema = payload?.schema ?? body;
  if (schema === undefined || value === undefined || operation.http?.[0] === 'HEAD') return { body: '' };
  headers['content-type'] = XML_TYPE;
  return { body: DECLARATION + format.write(schema, value) };
}
