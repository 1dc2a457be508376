import { FromStringShapeDeserializer, ToStringShapeSerializer } from '@smithy/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import { type HttpBindings, httpBindings } from './http-bindings.ts';
import type { WireRequest } from './message.ts';

const ISO_8601 = 5;
const settings = { httpBindings: true, timestampFormat: { useTrait: true, default: ISO_8601 } } as const;
const reader = new FromStringShapeDeserializer(settings);
const writer = new ToStringShapeSerializer(settings);

/** Reads and writes bodies of one format. */
export interface BodyFormat {
  read(schema: NormalizedSchema, body: Buffer): unknown;
  write(schema: NormalizedSchema, value: unknown): Uint8Array | string;
}

/** The input of a REST operation from path, query, headers and body. */
export function readRestInput(
  schema: NormalizedSchema,
  request: WireRequest & { readonly labels: Readonly<Record<string, string>> },
  format: BodyFormat,
): Record<string, unknown> {
  const { bound, payload, body } = httpBindings(schema);
  const input: Record<string, unknown> =
    body && request.body.length > 0 ? (format.read(body, request.body) as Record<string, unknown>) : {};
  for (const { member, location, name, schema: type } of bound) {
    if (location === 'label') input[member] = reader.read(type, request.labels[name] ?? '');
    else if (location === 'query') {
      const values = request.query.getAll(name);
      if (values.length === 0) continue;
      input[member] = type.isListSchema() ? values : reader.read(type, values[0]!);
    } else if (location === 'header') {
      const value = request.headers[name];
      if (value !== undefined) input[member] = reader.read(type, String(value));
    } else if (location === 'prefixHeaders') {
      const found = Object.entries(request.headers).filter(([header]) => header.startsWith(name));
      if (found.length > 0)
        input[member] = Object.fromEntries(found.map(([h, value]) => [h.slice(name.length), value]));
    }
  }
  if (payload) readPayload(payload, request.body, { format, input });
  return input;
}

function readPayload(
  { member, schema }: NonNullable<HttpBindings['payload']>,
  body: Buffer,
  { format, input }: { format: BodyFormat; input: Record<string, unknown> },
): void {
  if (schema.isBlobSchema()) input[member] = body;
  else if (body.length === 0) return;
  else if (schema.isStringSchema()) input[member] = body.toString('utf8');
  else input[member] = format.read(schema, body);
}

/** The headers of a REST operation's output. */
export function writeRestHeaders(schema: NormalizedSchema, output: Readonly<Record<string, unknown>>) {
  const headers: Record<string, string> = {};
  for (const { member, location, name, schema: type } of httpBindings(schema).bound) {
    const value = output[member];
    if (value === undefined || value === null) continue;
    if (location === 'header') {
      writer.write(type, value);
      headers[name] = headerText(writer.flush());
    } else if (location === 'prefixHeaders') {
      for (const [key, text] of Object.entries(value)) headers[name + key.toLowerCase()] = headerText(String(text));
    }
  }
  return headers;
}

/** Headers hold Latin-1; S3 answers other text as RFC 2047 encoded words. */
function headerText(text: string): string {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;
}
