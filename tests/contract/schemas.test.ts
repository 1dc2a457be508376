import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { evidenceJsonSchema } from '../../domain/evidence/evidence-schema.ts';
import { publishedSchemas, SCHEMA_FOLDER, schemaText } from '../../packaging/publish-schemas.ts';
import { anEvidence } from '../unit/evidence/an-evidence.ts';

describe.each(Object.entries(publishedSchemas))('The published schema %s', (name, schema) => {
  it('is the one that the code has; after a change of the code: npm run schemas', () => {
    expect(readFileSync(`${SCHEMA_FOLDER}/${name}`, 'utf8')).toBe(schemaText(schema()));
  });
});

describe('The schema of the evidence', () => {
  const ajv = new Ajv2020({ allErrors: true });
  ajv.addSchema(evidenceJsonSchema());
  const errorsOf = (document: unknown, part = '') => {
    const validate = ajv.getSchema(`urn:andon:evidence:1${part}`)!;
    validate(JSON.parse(JSON.stringify(document)));
    return validate.errors ?? [];
  };
  const evaluationPart = '#/$defs/EvaluationDocument';

  it.each([
    ['a binary label', {}],
    ['a number', { kind: 'number' as const }],
    ['a first version', { champion: false }],
  ])('holds for the evidence of %s, and for its evaluation by itself', (_, options) => {
    const evidence = anEvidence(options);
    expect(errorsOf(evidence)).toEqual([]);
    expect(errorsOf(evidence.evaluation, evaluationPart)).toEqual([]);
  });

  it('refuses what is no evidence', () => {
    const { gates: _, ...without } = anEvidence();
    expect(errorsOf(without)).toMatchObject([{ keyword: 'required', params: { missingProperty: 'gates' } }]);
    expect(errorsOf({ ...anEvidence(), verdict: 'Perhaps' })).toMatchObject([{ instancePath: '/verdict' }]);
    expect(errorsOf({ rows: 1 }, evaluationPart).length).toBeGreaterThan(0);
  });
});
