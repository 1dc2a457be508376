import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EvaluationDocument } from '#domain/evaluation/evaluation-document.ts';
import { judgeGates } from '#domain/gates/judge-gates.ts';
import { Gate } from '#domain/manifest/schema.ts';

const folder = new URL('red/', import.meta.url);
const kinds = Gate.options.map((option) => option.shape.kind.value);

/** Recorded: an evaluation, or what a container answered, that this kind of gate must stop. */
function recorded(kind: string) {
  return JSON.parse(readFileSync(new URL(`${kind}.json`, folder), 'utf8'));
}

describe('every kind of gate', () => {
  it('has a recorded input that makes it red', () => {
    expect(readdirSync(folder).sort()).toEqual(kinds.map((kind) => `${kind}.json`).sort());
  });

  it.each(kinds)('goes red on its input: %s', (kind) => {
    const { evaluation: anyEvaluation } = recorded('absolute');
    const { gate, evaluation = anyEvaluation, champion, serving } = recorded(kind);
    expect(gate.kind).toBe(kind);
    const judgement = judgeGates({
      gates: [Gate.parse(gate)],
      evaluation: EvaluationDocument.parse(evaluation),
      champion,
      serving,
    });
    expect(judgement.verdict).toBe('Failed');
  });
});
