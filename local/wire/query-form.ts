import { FromStringShapeDeserializer } from '@smithy/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';

const ISO_8601 = 5;
const scalars = new FromStringShapeDeserializer({ timestampFormat: { useTrait: true, default: ISO_8601 } });

/** A form as a tree: `Entries.member.1.Id=a` is the path Entries, member, 1, Id with the text a. */
interface Node {
  text?: string;
  readonly members: Map<string, Node>;
}

/** Reads the input of the query protocol (AWS's form encoding of lists, maps and structures). */
export function readQueryForm(schema: NormalizedSchema, form: Iterable<[string, string]>): Record<string, unknown> {
  const root: Node = { members: new Map() };
  for (const [name, text] of form) {
    let node = root;
    for (const step of name.split('.')) {
      const next = node.members.get(step) ?? { members: new Map() };
      node.members.set(step, next);
      node = next;
    }
    node.text = text;
  }
  return (schema.isUnitSchema() ? {} : readNode(schema, root)) as Record<string, unknown>;
}

function readNode(schema: NormalizedSchema, node: Node): unknown {
  if (schema.isStructSchema()) return readStructure(schema, node);
  if (schema.isListSchema()) return readList(schema, node);
  if (schema.isMapSchema()) return readMap(schema, node);
  return scalars.read(schema, node.text ?? '');
}

function readStructure(schema: NormalizedSchema, node: Node): Record<string, unknown> {
  const structure: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const found = node.members.get(member.getMergedTraits().xmlName ?? name);
    if (found !== undefined) structure[name] = readNode(member, found);
  }
  return structure;
}

function readList(schema: NormalizedSchema, node: Node): unknown[] {
  const item = schema.getValueSchema();
  return numbered(schema, node, item.getMergedTraits().xmlName ?? 'member').map((entry) => readNode(item, entry));
}

function readMap(schema: NormalizedSchema, node: Node): Record<string, unknown> {
  const keyName = schema.getKeySchema().getMergedTraits().xmlName ?? 'key';
  const value = schema.getValueSchema();
  const valueName = value.getMergedTraits().xmlName ?? 'value';
  const entries = numbered(schema, node, 'entry').map((entry): [string, unknown] => [
    entry.members.get(keyName)?.text ?? '',
    readNode(value, entry.members.get(valueName) ?? { members: new Map() }),
  ]);
  return Object.fromEntries(entries);
}

/** The numbered children, in the order of their numbers; a flattened collection has them without a step between. */
function numbered(schema: NormalizedSchema, node: Node, step: string): Node[] {
  const holder = schema.getMergedTraits().xmlFlattened ? node : (node.members.get(step) ?? node);
  return [...holder.members]
    .filter(([name]) => /^\d+$/.test(name))
    .sort(([left], [right]) => Number(left) - Number(right))
    .map(([, entry]) => entry);
}
