import { XmlCodec } from '@aws-sdk/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';

const ISO_8601 = 5;

export interface XmlFormat {
  read(schema: NormalizedSchema, body: Buffer): unknown;
  /** A whole document, its root named by the schema. */
  write(schema: NormalizedSchema, value: unknown): string;
}

/** XML in a service's namespace. */
export function xmlFormat(xmlNamespace: string): XmlFormat {
  const codec = new XmlCodec({
    xmlNamespace,
    serviceNamespace: '',
    httpBindings: true,
    timestampFormat: { useTrait: true, default: ISO_8601 },
  });
  const reader = codec.createDeserializer();
  const writer = codec.createSerializer();
  return {
    read: (schema, body) => reader.read(schema, body),
    write(schema, value) {
      writer.write(schema, value);
      return String(writer.flush());
    },
  };
}

/** What is between the root's tags. */
export function innerXml(document: string): string {
  const open = document.indexOf('>');
  return document[open - 1] === '/' ? '' : document.slice(open + 1, document.lastIndexOf('</'));
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as element content; characters XML cannot hold are left out. */
export function escapeXml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those must go
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character]!).replace(/[\x00-\x08\x0b\x0c\x0e-\x1f]/g, '');
}

/** `<name>text</name>` for each member with a value. */
export function xmlElements(members: Readonly<Record<string, unknown>>): string {
  return Object.entries(members)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`)
    .join('');
}
