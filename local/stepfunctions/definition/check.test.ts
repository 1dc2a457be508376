import { describe, expect, it } from 'vitest';
import { QueryCompiler } from '../query/query.ts';
import { checkDefinition } from './check.ts';

const compiler = new QueryCompiler({ random: Math.random, uuid: () => '', now: () => 0 });
const check = (definition: object) => checkDefinition(JSON.stringify(definition), compiler);
const machine = (state: object, more: object = {}) => ({
  QueryLanguage: 'JSONata',
  StartAt: 'A',
  States: { A: state, ...more },
});
const LAMBDA = 'arn:aws:states:::lambda:invoke';
const inner = { StartAt: 'B', States: { B: { Type: 'Pass', End: true } } };

const reader = (ReaderConfig: object) => ({
  Resource: 'arn:aws:states:::s3:getObject',
  Arguments: { Bucket: 'b', Key: 'k' },
  ReaderConfig,
});
const distributed = (fields: object, ExecutionType = 'STANDARD') => ({
  Type: 'Map',
  ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType }, ...inner },
  ...fields,
  End: true,
});

describe('a definition', () => {
  it.each<[what: string, definition: object]>([
    ['expressions over lines and empty texts', machine({ Type: 'Pass', Output: { a: '', b: '{%\n1\n%}' }, End: true })],
    ['an Output that is no object', machine({ Type: 'Pass', Output: [1, 'x'], End: true })],
    [
      'a boolean Condition',
      machine({ Type: 'Choice', Choices: [{ Condition: true, Next: 'B' }] }, { B: { Type: 'Succeed' } }),
    ],
    [
      'expressions for times',
      machine({ Type: 'Task', Resource: LAMBDA, TimeoutSeconds: '{% 5 %}', HeartbeatSeconds: '{% 2 %}', End: true }),
    ],
    [
      'every state in JSONata by itself',
      { StartAt: 'A', States: { A: { Type: 'Pass', QueryLanguage: 'JSONata', End: true } } },
    ],
    [
      'retry with jitter',
      machine({
        Type: 'Task',
        Resource: LAMBDA,
        Retry: [{ ErrorEquals: ['States.ALL'], JitterStrategy: 'FULL', MaxDelaySeconds: 9 }],
        End: true,
      }),
    ],
    [
      'an inline Map',
      machine({
        Type: 'Map',
        Items: [1],
        ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...inner },
        MaxConcurrency: '{% 2 %}',
        End: true,
      }),
    ],
    [
      'a distributed Map with all that belongs to it',
      machine(
        distributed({
          Label: 'Files',
          ItemReader: reader({ InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW', MaxItems: '{% 5 %}' }),
          ItemSelector: { at: '{% $states.context.Map.Item.Index %}' },
          ItemBatcher: { MaxItemsPerBatch: '{% 2 %}', BatchInput: { run: '{% $states.input.run %}' } },
          MaxConcurrency: 3,
          ToleratedFailureCount: '{% 1 %}',
          ToleratedFailurePercentage: 5,
          ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Arguments: { Bucket: 'b', Prefix: '{% "p" %}' } },
        }),
      ),
    ],
    ['a Parallel', machine({ Type: 'Parallel', Branches: [inner], End: true })],
    [
      'the same variable in two branches',
      machine({
        Type: 'Parallel',
        Branches: [
          { StartAt: 'B', States: { B: { Type: 'Pass', Assign: { x: 1 }, End: true } } },
          { StartAt: 'C', States: { C: { Type: 'Pass', Assign: { x: 1 }, End: true } } },
        ],
        End: true,
      }),
    ],
    ['a machine with a time limit', { ...machine({ Type: 'Succeed' }), TimeoutSeconds: 5 }],
  ])('may have %s', async (_, definition) => {
    expect(await check(definition)).toEqual([]);
  });

  it.each<[what: string, definition: object, message: string]>([
    [
      'JSONPath by default',
      { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } },
      "State 'A', field QueryLanguage: it is JSONPath",
    ],
    [
      'JSONPath in one state',
      machine({ Type: 'Pass', QueryLanguage: 'JSONPath', End: true }),
      "State 'A', field QueryLanguage",
    ],
    [
      'a field of JSONPath',
      machine({ Type: 'Task', Resource: LAMBDA, Parameters: {}, End: true }),
      "State 'A', field Parameters: it belongs to JSONPath",
    ],
    [
      'a field of JSONPath in a catcher',
      machine({
        Type: 'Task',
        Resource: LAMBDA,
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'A', ResultPath: '$' }],
        End: true,
      }),
      "State 'A', field ResultPath",
    ],
    [
      'a field of JSONPath in a branch',
      machine({
        Type: 'Parallel',
        Branches: [{ StartAt: 'B', States: { B: { Type: 'Pass', InputPath: '$', End: true } } }],
        End: true,
      }),
      "State 'B', field InputPath",
    ],
    [
      '.sync of SageMaker',
      machine({ Type: 'Task', Resource: 'arn:aws:states:::sagemaker:createTrainingJob.sync', End: true }),
      'reports every failure of a job as States.TaskFailed',
    ],
    [
      'a service that is not there',
      machine({ Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:dynamodb:getItem', End: true }),
      "State 'A', field Resource: arn:aws:states:::aws-sdk:dynamodb:getItem is no resource",
    ],
    [
      'ItemBatcher inline',
      machine({ Type: 'Map', ItemProcessor: inner, ItemBatcher: { MaxItemsPerBatch: 2 }, End: true }),
      "State 'A', field ItemBatcher: the Map is inline",
    ],
    [
      'Express children',
      machine(distributed({}, 'EXPRESS')),
      "State 'A', field ItemProcessor/ProcessorConfig/ExecutionType: EXPRESS",
    ],
    [
      'batches by bytes',
      machine(distributed({ ItemBatcher: { MaxItemsPerBatch: 2, MaxInputBytesPerBatch: 9 } })),
      "State 'A', field ItemBatcher/MaxInputBytesPerBatch: the embedded AWS knows MaxItemsPerBatch, BatchInput here.",
    ],
    [
      'an ItemReader of another service',
      machine(distributed({ ItemReader: { Resource: LAMBDA } })),
      'ItemReader/Resource',
    ],
    [
      'an ItemReader beside Items',
      machine(distributed({ Items: [1], ItemReader: { Resource: 'arn:aws:states:::s3:listObjectsV2' } })),
      'from Items or from ItemReader, not both',
    ],
    ['an inventory as its items', machine(distributed({ ItemReader: reader({ InputType: 'MANIFEST' }) })), 'MANIFEST'],
    [
      'a CSV without a header',
      machine(distributed({ ItemReader: reader({ InputType: 'CSV' }) })),
      'CSV needs FIRST_ROW',
    ],
    [
      'JSONPath in an ItemReader',
      machine(distributed({ ItemReader: { ...reader({ InputType: 'JSON' }), Parameters: {} } })),
      'field ItemReader/Parameters',
    ],
    [
      'results formatted otherwise',
      machine(distributed({ ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', WriterConfig: {} } })),
      'field ResultWriter/WriterConfig',
    ],
    ['a Label with blanks', machine(distributed({ Label: 'a b' })), 'field Label'],
    ['a Label of 41 characters', machine(distributed({ Label: 'a'.repeat(41) })), 'field Label'],
    [
      'tolerated failures inline',
      machine({ Type: 'Map', ItemProcessor: inner, ToleratedFailureCount: 2, End: true }),
      "State 'A', field ToleratedFailureCount",
    ],
    [
      'an outer variable assigned inside',
      machine({
        Type: 'Map',
        Assign: { x: 1 },
        ItemProcessor: { StartAt: 'B', States: { B: { Type: 'Pass', Assign: { x: 2 }, End: true } } },
        End: true,
      }),
      "State 'B', field Assign: the variable x",
    ],
    [
      'a variable named states',
      machine({ Type: 'Pass', Assign: { states: 1 }, End: true }),
      'the name states is reserved',
    ],
    [
      'an expression that is none',
      machine({ Type: 'Pass', Output: '{% 1 + %}', End: true }),
      "The JSONata expression '1 +' specified for the field 'Output' is not valid",
    ],
    ['a transition to nowhere', machine({ Type: 'Pass', Next: 'Z' }), ''],
    [
      'the same name twice',
      machine({ Type: 'Map', ItemProcessor: { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } }, End: true }),
      '',
    ],
    ['an unknown field', machine({ Type: 'Pass', Outputt: 1, End: true }), ''],
    ['no way to an end', machine({ Type: 'Pass', Next: 'A' }), ''],
  ])('must not have %s', async (_, definition, message) => {
    const [first] = await check(definition);
    expect(first?.message).toContain(message);
    expect(first?.location).toEqual(expect.any(String));
  });

  it('must be a JSON object', async () => {
    expect(await checkDefinition('[1', compiler)).toMatchObject([{ code: 'INVALID_JSON_DESCRIPTION' }]);
  });
});
