import { describe, expect, it } from 'vitest';
import { createS3 } from '../s3/service.ts';
import recordings from './fixtures/aws-recordings.json' with { type: 'json' };
import type { Json } from './json.ts';
import {
  createSfnCloud,
  type FakeFunction,
  FunctionError,
  fakeService,
  outline,
  type SfnCloud,
} from './testing/sfn-cloud.ts';

interface Recording {
  readonly test: string;
  readonly definition: object;
  readonly input: Json;
  readonly output?: Json;
  readonly error?: string;
  readonly history: readonly string[];
  /** Objects of the bucket its input names, by their keys. */
  readonly objects?: Readonly<Record<string, string>>;
  /** Functions by name, with the error each throws. */
  readonly functions?: Readonly<Record<string, { readonly errorType: string; readonly errorMessage: string }>>;
}

/** A recorded cause lacks what the test replaced: request id and stack. */
function withoutTrace(value: unknown): unknown {
  const text = JSON.stringify(value, (key, member: unknown) =>
    key === 'Cause' ? (JSON.parse(String(member)) as object) : key === 'trace' ? undefined : member,
  );
  return JSON.parse(text);
}

async function putObjects(cloud: SfnCloud, input: Json, objects: Readonly<Record<string, string>>): Promise<void> {
  const { Bucket } = input as { readonly Bucket?: string };
  if (Bucket === undefined) return;
  await cloud.call('s3', 'CreateBucket', { Bucket });
  for (const [Key, text] of Object.entries(objects)) {
    await cloud.call('s3', 'PutObject', { Bucket, Key, Body: Buffer.from(text) });
  }
}

describe('an execution recorded on AWS', () => {
  it.each((recordings as readonly Recording[]).map((recording, n) => [n, recording] as const))(
    '%i: $test',
    async (_, { definition, input, output, error, history, functions = {}, objects = {} }) => {
      const fakes = Object.entries(functions).map(([name, { errorType, errorMessage }]): [string, FakeFunction] => [
        name,
        () => {
          throw new FunctionError(errorType, errorMessage);
        },
      ]);
      await using cloud = createSfnCloud({
        functions: Object.fromEntries(fakes),
        services: [fakeService('sqs', { SendMessage: () => ({ MessageId: 'm' }) }), createS3],
      });
      await putObjects(cloud, input, objects);
      const end = await cloud.run(definition, input);
      expect(outline(await cloud.history(end.executionArn))).toEqual(history);
      expect(end.error).toBe(error);
      expect(end.output && withoutTrace(JSON.parse(end.output))).toEqual(
        output === undefined ? undefined : withoutTrace(output),
      );
    },
  );
});
