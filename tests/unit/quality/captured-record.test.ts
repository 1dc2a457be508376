import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCaptureLine } from '#domain/quality/captured-record.ts';
import { captureLine } from '../../fakes/captures.ts';

/** A captured exchange with these sides. */
function line(output: object | undefined, input: object | undefined = { data: '1,2', encoding: 'CSV' }): string {
  return JSON.stringify({
    captureData: {
      ...(input && { endpointInput: { observedContentType: 'text/csv', mode: 'INPUT', ...input } }),
      ...(output && { endpointOutput: { observedContentType: 'text/csv', mode: 'OUTPUT', ...output } }),
    },
    eventMetadata: { eventId: 'e', inferenceTime: '2026-03-01T12:00:00Z' },
    eventVersion: '0',
  });
}

const answered = (data: string, rest: object = { encoding: 'CSV' }) =>
  parseCaptureLine(line({ data, ...rest }))?.answer;
const several = { unreadable: 'several numbers for each row' };

describe('a line of a capture file', () => {
  it('is read as SageMaker documents it, with and without an inference id', () => {
    const at = new Date('2026-03-01T12:00:07Z');
    const record = parseCaptureLine(
      captureLine({ id: 'row-7', eventId: 'e-1', input: '132,25,113.2', answer: '0.0107', at }),
    );
    expect(record).toEqual({
      eventId: 'e-1',
      inferenceId: 'row-7',
      at: at.getTime(),
      inputs: ['132,25,113.2'],
      answer: { scores: [0.0107] },
    });
    expect(parseCaptureLine(captureLine({ input: '1', answer: '0.5', at }))?.inferenceId).toBeUndefined();
  });

  it('as base64, for content types that were not listed', () => {
    const base64 = (text: string) => ({ data: Buffer.from(text).toString('base64'), encoding: 'BASE64' });
    const record = parseCaptureLine(
      line(base64('0.25\n0.75\n'), { ...base64('1,2\n3,4\n'), observedContentType: 'text/csv' }),
    );
    expect(record).toMatchObject({ inputs: ['1,2', '3,4'], answer: { scores: [0.25, 0.75] } });
  });

  it.each([
    ['', 'nothing'],
    ['{', 'half a line'],
    ['[]', 'another document'],
    ['{"captureData":{},"eventMetadata":{"eventId":"e","inferenceTime":"yesterday"}}', 'a time that is none'],
    ['{"captureData":{},"eventMetadata":{"inferenceTime":"2026-03-01T12:00:00Z"}}', 'no event id'],
  ])('%j is none: %s', (text) => {
    expect(parseCaptureLine(text)).toBeUndefined();
  });

  it('without an answer, or of an unknown type, is known to be unreadable', () => {
    expect(parseCaptureLine(line(undefined))?.answer).toEqual({ unreadable: 'no answer was captured' });
    expect(answered('AAAA', { encoding: 'BASE64', observedContentType: 'application/x-npy' })).toEqual({
      unreadable: 'answers of the content type application/x-npy',
    });
  });

  it('never throws, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.jsonValue().map((value) => line({ data: JSON.stringify(value), encoding: 'JSON' })),
        ),
        (text) => {
          const record = parseCaptureLine(text);
          if (record !== undefined && 'scores' in record.answer)
            expect(record.answer.scores.every((score) => typeof score === 'number')).toBe(true);
        },
      ),
    );
  });
});

describe('a captured answer', () => {
  const rows = (n: number) => ({ data: Array.from({ length: n }, (_, row) => `${row},1`).join('\n'), encoding: 'CSV' });
  const csv = (data: string, n: number) => parseCaptureLine(line({ data, encoding: 'CSV' }, rows(n)))?.answer;

  it('in CSV has a score for each row, in lines or in one line', () => {
    expect(csv('0.1\n0.2\n0.3\n', 3)).toEqual({ scores: [0.1, 0.2, 0.3] });
    expect(csv('0.1,0.2,0.3', 3)).toEqual({ scores: [0.1, 0.2, 0.3] });
    expect(csv('"0.1"\r\n1e-3', 2)).toEqual({ scores: [0.1, 0.001] });
  });

  it('with several numbers for a row is not read as scores', () => {
    expect(csv('0.1,0.9', 1)).toEqual(several);
    expect(csv('0.1,0.9\n0.2,0.8', 2)).toEqual(several);
    expect(csv('[0.1, 0.2, 0.7]', 1)).toEqual(several);
    expect(answered('[[0.1, 0.9], [0.2, 0.8]]', { encoding: 'JSON' })).toEqual(several);
  });

  it.each(['nan', 'inf', '', 'error: no model', '0x10', 'true'])('%j is no number', (text) => {
    expect(csv(text, 1)).toEqual({ scores: [Number.NaN] });
  });

  it.each([
    ['0.2', [0.2]],
    ['[0.2, 0.4]', [0.2, 0.4]],
    ['[[0.2], [0.4]]', [0.2, 0.4]],
    ['{"predictions": [{"score": 0.2, "predicted_label": 0}, {"score": null}]}', [0.2, Number.NaN]],
    ['{"predictions": [0.2]}', [0.2]],
    ['{"score": 0.2}\n{"score": 0.4}', [0.2, 0.4]],
    ['[null, "nan"]', [Number.NaN, Number.NaN]],
  ])('in JSON: %s', (text, scores) => {
    expect(answered(text, { encoding: 'JSON', observedContentType: 'application/json' })).toEqual({ scores });
  });

  it('in JSON of another shape is not read', () => {
    expect(answered('{"result": 0.2}', { encoding: 'JSON' })).toEqual({ unreadable: 'JSON without a score' });
    expect(answered('0.2 0.4', { encoding: 'JSON' })).toEqual({ unreadable: 'no JSON' });
  });

  it('survives any scores that a container may print', () => {
    const score = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(score, { minLength: 1, maxLength: 20 }), fc.constantFrom('\n', ','), (scores, separator) => {
        expect(csv(scores.join(separator), scores.length)).toEqual({ scores });
      }),
    );
  });
});
