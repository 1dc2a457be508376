import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { alarmRaisedPattern } from '#events/alarm-state-change.ts';
import { endpointSettledPattern } from '#events/endpoint-state-change.ts';
import type { PatternScope } from '#events/envelope.ts';
import { executionEndedPattern } from '#events/execution-status-change.ts';
import { modelPackageDecidedPattern } from '#events/model-package-state-change.ts';
import { labelsLandedPattern, objectCreatedPattern } from '#events/object-created.ts';
import { parseEvent } from '#events/parse-event.ts';
import { judgementRequestedPattern, requestedPattern } from '#events/requested.ts';
import { trainingJobEndedPattern } from '#events/training-job-state-change.ts';
import { transformJobEndedPattern } from '#events/transform-job-state-change.ts';
import { compilePattern } from '../../local/eventbridge/pattern/compile.ts';

const scope: PatternScope = {
  stage: 'dev',
  dataBucket: 'andon-dev-data-111122223333-us-east-1',
  stateMachines: ['arn:aws:states:us-east-1:111122223333:stateMachine:andon-dev-retrain'],
};

/** The pattern of each kind, and the samples that are of the kind but must not start anything. */
const kinds: Record<string, { pattern?: (scope: PatternScope) => object; silent: string[] }> = {
  'object-created': { pattern: objectCreatedPattern, silent: [] },
  'model-package-state-change': { pattern: modelPackageDecidedPattern, silent: ['metadata-edited', 'pending'] },
  'training-job-state-change': { pattern: trainingJobEndedPattern, silent: ['in-progress'] },
  'transform-job-state-change': { pattern: transformJobEndedPattern, silent: [] },
  'endpoint-state-change': { pattern: endpointSettledPattern, silent: ['updating'] },
  'alarm-state-change': { pattern: alarmRaisedPattern, silent: ['back-to-ok'] },
  'execution-status-change': { pattern: executionEndedPattern, silent: ['running'] },
  'scheduled-event': { silent: [] },
  requested: { pattern: requestedPattern, silent: [] },
  'judgement-requested': { pattern: judgementRequestedPattern, silent: [] },
  'labels-landed': { pattern: labelsLandedPattern, silent: [] },
};

const samples = readdirSync('events/samples').flatMap((kind) =>
  readdirSync(`events/samples/${kind}`).map((file) => ({
    kind,
    name: file.replace('.json', ''),
    event: JSON.parse(readFileSync(`events/samples/${kind}/${file}`, 'utf8')) as object,
  })),
);

describe('Every kind of event', () => {
  it('has samples, and every sample a kind', () => {
    expect([...new Set(samples.map(({ kind }) => kind))].sort()).toEqual(Object.keys(kinds).sort());
  });
});

describe.each(samples)('The sample $kind/$name', ({ kind, name, event }) => {
  it('is understood', () => {
    const parsed = parseEvent(event);
    expect(parsed.outcome, parsed.outcome === 'foreign' ? parsed.reason : '').toBe('known');
  });

  it('matches its pattern exactly when it asks for something', () => {
    const pattern = kinds[kind]?.pattern?.(scope);
    if (pattern === undefined) return;
    expect(compilePattern(pattern).matches(event)).toBe(!kinds[kind]?.silent.includes(name));
  });
});
