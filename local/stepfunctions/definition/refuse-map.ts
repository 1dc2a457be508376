import { isObject, type JsonObject } from '../json.ts';
import type { Diagnostic } from './diagnostic.ts';

export type Refuse = (field: string, why: string) => Diagnostic;

/** Fields that only a distributed Map has. */
const DISTRIBUTED_FIELDS = [
  'ItemReader',
  'ItemBatcher',
  'ResultWriter',
  'ToleratedFailureCount',
  'ToleratedFailurePercentage',
  'Label',
];

/** What the embedded AWS runs inside the configurations of a distributed Map. */
const KNOWN = {
  ItemReader: ['Resource', 'Arguments', 'ReaderConfig'],
  'ItemReader/ReaderConfig': ['InputType', 'CSVHeaderLocation', 'CSVHeaders', 'MaxItems'],
  ItemBatcher: ['MaxItemsPerBatch', 'BatchInput'],
  ResultWriter: ['Resource', 'Arguments'],
};

const GET_OBJECT = 'arn:aws:states:::s3:getObject';
const LIST_OBJECTS = 'arn:aws:states:::s3:listObjectsV2';
const PUT_OBJECT = 'arn:aws:states:::s3:putObject';
const INPUT_TYPES = ['JSON', 'JSONL', 'CSV'];

/** At most 40 characters without blanks, brackets, wildcards and such. Source: AWS developer guide, Map's Label field. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: AWS forbids control characters by their codes.
const LABEL = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]{1,40}$/;

/** What AWS would accept in a Map and the embedded AWS does not run, and what AWS refuses in one. */
export function mapRefusals(state: JsonObject, refuse: Refuse): Diagnostic[] {
  if (state.Type !== 'Map') return [];
  const config = objectIn(objectIn(state, 'ItemProcessor'), 'ProcessorConfig');
  if (config.Mode !== 'DISTRIBUTED') {
    const why = 'the Map is inline; this belongs to one whose ProcessorConfig has the Mode DISTRIBUTED.';
    return DISTRIBUTED_FIELDS.filter((field) => field in state).map((field) => refuse(field, why));
  }
  return [
    ...expressRefusals(config, refuse),
    ...unknownMembers(state, refuse),
    ...readerRefusals(state, refuse),
    ...writerRefusals(state, refuse),
    ...labelRefusals(state, refuse),
  ];
}

function expressRefusals({ ExecutionType }: JsonObject, refuse: Refuse): Diagnostic[] {
  if (ExecutionType !== 'EXPRESS') return [];
  const field = 'ItemProcessor/ProcessorConfig/ExecutionType';
  return [refuse(field, 'EXPRESS: the embedded AWS has no Express workflows; use STANDARD.')];
}

function unknownMembers(state: JsonObject, refuse: Refuse): Diagnostic[] {
  return Object.entries(KNOWN).flatMap(([path, known]) => {
    const holder = path.split('/').reduce(objectIn, state);
    return Object.keys(holder)
      .filter((name) => !known.includes(name))
      .map((name) => refuse(`${path}/${name}`, `the embedded AWS knows ${known.join(', ')} here.`));
  });
}

function readerRefusals(state: JsonObject, refuse: Refuse): Diagnostic[] {
  if (!('ItemReader' in state)) return [];
  const reader = objectIn(state, 'ItemReader');
  const config = objectIn(reader, 'ReaderConfig');
  const both = 'Items' in state ? [refuse('Items', 'the items come from Items or from ItemReader, not both.')] : [];
  if (reader.Resource === LIST_OBJECTS) return both;
  if (reader.Resource !== GET_OBJECT) {
    return [...both, refuse('ItemReader/Resource', `the embedded AWS reads with ${GET_OBJECT} or ${LIST_OBJECTS}.`)];
  }
  if (!INPUT_TYPES.includes(String(config.InputType))) {
    const why = `${config.InputType ?? 'none'}: the embedded AWS reads ${INPUT_TYPES.join(', ')}.`;
    return [...both, refuse('ItemReader/ReaderConfig/InputType', why)];
  }
  return [...both, ...headerRefusals(config, refuse)];
}

function headerRefusals({ InputType, CSVHeaderLocation, CSVHeaders }: JsonObject, refuse: Refuse): Diagnostic[] {
  if (InputType !== 'CSV' || CSVHeaderLocation === 'FIRST_ROW') return [];
  if (CSVHeaderLocation === 'GIVEN' && Array.isArray(CSVHeaders)) return [];
  return [refuse('ItemReader/ReaderConfig/CSVHeaderLocation', 'CSV needs FIRST_ROW, or GIVEN and CSVHeaders.')];
}

function writerRefusals(state: JsonObject, refuse: Refuse): Diagnostic[] {
  if (!('ResultWriter' in state) || objectIn(state, 'ResultWriter').Resource === PUT_OBJECT) return [];
  return [refuse('ResultWriter/Resource', `results are written with ${PUT_OBJECT}.`)];
}

function labelRefusals({ Label }: JsonObject, refuse: Refuse): Diagnostic[] {
  if (Label === undefined || (typeof Label === 'string' && LABEL.test(Label))) return [];
  return [refuse('Label', 'it takes 1 to 40 characters without blanks, brackets, wildcards and "#%\\^|~`$&,;:/.')];
}

function objectIn(holder: JsonObject, name: string): JsonObject {
  const member = holder[name];
  return isObject(member) ? member : {};
}
