import { describe, expect, it } from 'vitest';
import { answerInvocation } from './invocation.ts';
import { readModel } from './model-file.ts';
import { Predictor } from './predictor.ts';
import { fixturePath, readFixture } from './testing/fixture.ts';

const predictor = new Predictor(readModel(fixturePath('logistic-missing.model.ubj')));
const { predictions, data } = readFixture('logistic-missing');
const row = (at: number) => {
  return Array.from(data.values.subarray(6 * at, 6 * at + 6), (value) => (Number.isNaN(value) ? '' : value)).join(',');
};

function invoke(body: string, headers: { contentType?: string; accept?: string } = { contentType: 'text/csv' }) {
  const { contentType, accept } = headers;
  return answerInvocation(predictor, { body: new TextEncoder().encode(body), contentType, accept });
}

describe('POST /invocations', () => {
  it('answers one probability for one row', () => {
    const { status, mediaType, body } = invoke(row(0));
    expect({ status, mediaType }).toEqual({ status: 200, mediaType: 'text/csv' });
    expect(Number(body)).toBeCloseTo(predictions[0]!, 6);
  });

  it('answers a line per row, missing values included', () => {
    const lines = invoke(`${Array.from({ length: 50 }, (_, at) => row(at)).join('\n')}\n`).body.split('\n');
    expect(lines).toHaveLength(50);
    for (const [at, line] of lines.entries()) expect(Number(line)).toBeCloseTo(predictions[at]!, 6);
  });

  it('answers JSON when asked to', () => {
    const { mediaType, body } = invoke(`${row(0)}\n${row(1)}`, { contentType: 'text/csv', accept: 'application/json' });
    expect(mediaType).toBe('application/json');
    const scores = (JSON.parse(body) as { predictions: { score: number }[] }).predictions.map(({ score }) => score);
    expect(scores).toEqual([expect.closeTo(predictions[0]!, 6), expect.closeTo(predictions[1]!, 6)]);
  });

  it('answers the probabilities of all classes in brackets, as the image writes a list', () => {
    const softprob = readFixture('softprob');
    const several = new Predictor(readModel(fixturePath('softprob.model.ubj')));
    const rows = [0, 1].map((at) => softprob.data.values.subarray(6 * at, 6 * at + 6).join(','));
    const ask = (accept: string) =>
      answerInvocation(several, { body: new TextEncoder().encode(rows.join('\n')), contentType: 'text/csv', accept })
        .body;
    const lines = ask('text/csv').split('\n');
    expect(lines).toEqual([expect.stringMatching(/^\[0\.\d+, 0\.\d+, 0\.\d+\]$/), expect.any(String)]);
    const close = softprob.predictions.slice(0, 6).map((probability) => expect.closeTo(probability, 6));
    expect(lines.flatMap((line) => JSON.parse(line) as number[])).toEqual(close);
    const { predictions: answered } = JSON.parse(ask('application/json')) as { predictions: { score: number[] }[] };
    expect(answered.flatMap(({ score }) => score)).toEqual(close);
  });

  it.each([undefined, '', '*/*', 'text/csv', 'TEXT/CSV; header=absent', 'image/png, text/*'])(
    'answers CSV when %j is accepted',
    (accept) => {
      expect(invoke(row(0), accept === undefined ? {} : { accept }).mediaType).toBe('text/csv');
    },
  );

  it('answers 204 to an empty body', () => {
    expect(invoke('')).toMatchObject({ status: 204, body: '' });
  });

  it('takes a body without a content type for CSV', () => {
    expect(invoke(row(0), {}).status).toBe(200);
  });

  it.each(['application/json', 'text/libsvm'])('answers 415 to the content type %s', (contentType) => {
    expect(invoke(row(0), { contentType })).toMatchObject({ status: 415, body: expect.stringContaining(contentType) });
  });

  it('answers 406 when only what it cannot write is accepted', () => {
    expect(invoke(row(0), { accept: 'application/x-recordio-protobuf' })).toMatchObject({ status: 406 });
  });

  it.each([
    ['1,2,3', 'row:1: 3 values, but the model takes 6 features'],
    ['1,2,3,4,5,6\n1,2,3,4,5\n', 'row:2: 5 values, but the first line has 6'],
    ['1,2,3,4,5,6\n1,2,x,4,5,6\n', 'row:2: "x" is not a number'],
    ['\n\n', 'row:1: 0 values, but the model takes 6 features'],
  ])('answers 400 to %j and says why', (body, reason) => {
    expect(invoke(body)).toMatchObject({ status: 400, body: expect.stringContaining(reason) });
  });
});
