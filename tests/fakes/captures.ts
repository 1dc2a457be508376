import type { ObjectStore } from '#aws/object-store.ts';
import { dataKeys } from '#domain/object-keys.ts';

/** A request for one row and its answer. */
export interface FakeCapture {
  readonly id?: string;
  readonly eventId?: string;
  readonly input: string;
  readonly answer: string;
  readonly at: Date;
}

/** One line of a capture file, as SageMaker's developer guide shows it. */
export function captureLine({ id, eventId, input, answer, at }: FakeCapture): string {
  return JSON.stringify({
    captureData: {
      endpointInput: { observedContentType: 'text/csv', mode: 'INPUT', data: input, encoding: 'CSV' },
      endpointOutput: { observedContentType: 'text/csv; charset=utf-8', mode: 'OUTPUT', data: answer, encoding: 'CSV' },
    },
    eventMetadata: {
      eventId: eventId ?? `event-${id ?? input}`,
      ...(id === undefined ? {} : { inferenceId: id }),
      inferenceTime: at.toISOString().replace(/\.\d+Z$/, 'Z'),
    },
    eventVersion: '0',
  });
}

/** Writes captures of a config as one file, named as SageMaker names it after the first of them. */
export async function putCaptures(
  data: ObjectStore,
  { model = 'churn', configName }: { model?: string; configName: string },
  captures: readonly FakeCapture[],
): Promise<string> {
  const first = captures[0]?.at ?? new Date(0);
  const [, folders, minute, second] = /^(.{13}):(..):(..)/.exec(first.toISOString())!;
  const folder = `${dataKeys.captures(model, configName)}dev-${model}/AllTraffic/${folders!.replaceAll(/[-T]/g, '/')}`;
  const key = `${folder}/${minute}-${second}-000-${captures.length}-${captures[0]?.input.length ?? 0}.jsonl`;
  await data.put(key, `${captures.map(captureLine).join('\n')}\n`);
  return key;
}
