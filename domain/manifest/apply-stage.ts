import { nearestHint } from './nearest.ts';
import { type Problem, problem } from './problem.ts';
import type { Gate, GateOverride, Manifest } from './schema.ts';

/** The direction in which a gate's field gets stricter. */
const STRICTER: Readonly<Record<Exclude<keyof GateOverride, 'mode'>, 'up' | 'down'>> = {
  min: 'up',
  max: 'down',
  margin: 'down',
  anchorMargin: 'down',
  minOe: 'up',
  maxOe: 'down',
  minSlope: 'up',
  maxSlope: 'down',
  confidence: 'up',
  maxMegabytes: 'down',
  percentile: 'up',
  maxMilliseconds: 'down',
  requests: 'up',
  rows: 'up',
  tolerance: 'down',
};

/** The manifest as it holds in one stage: its overrides applied, `stages` empty. An override that loosens is a problem. */
export function applyStage(manifest: Manifest, stage: string): { manifest: Manifest; problems: Problem[] } {
  const problems = Object.keys(manifest.stages).flatMap((name) => stageProblems(manifest, name));
  const override = manifest.stages[stage];
  if (override === undefined) return { manifest: { ...manifest, stages: {} }, problems };
  const gates = manifest.gates.map((gate) => ({ ...gate, ...defined(override.gates[gate.name] ?? {}) }) as Gate);
  return {
    manifest: {
      ...manifest,
      gates,
      approval: { ...manifest.approval, ...override.approval },
      training: { ...manifest.training, ...defined(override.training ?? {}) },
      release: { ...manifest.release, ...defined(override.release ?? {}) },
      stages: {},
    },
    problems,
  };
}

function defined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as never;
}

function stageProblems({ gates, stages }: Manifest, stage: string): Problem[] {
  return Object.entries(stages[stage]!.gates).flatMap(([name, override]) => {
    const path = ['stages', stage, 'gates', name];
    const gate = gates.find((other) => other.name === name);
    if (gate !== undefined) return gateProblems(path, gate, override);
    return [
      problem(
        path,
        `No gate "${name}".${nearestHint(
          name,
          gates.map((other) => other.name),
        )}`,
      ),
    ];
  });
}

function gateProblems(path: readonly string[], gate: Gate, override: GateOverride): Problem[] {
  const problems: Problem[] = [];
  const base = gate as Partial<Record<string, number | string>>;
  if (gate.mode === 'enforce' && override.mode === 'observe') {
    problems.push(problem([...path, 'mode'], 'A stage may only tighten a gate: this one is enforced.'));
  }
  for (const [key, direction] of Object.entries(STRICTER)) {
    const changed = override[key as keyof typeof STRICTER];
    if (changed === undefined) continue;
    const kinds = FIELDS[gate.kind];
    if (!kinds.includes(key)) {
      problems.push(
        problem(
          [...path, key],
          `This is ${/^a/.test(gate.kind) ? 'an' : 'a'} ${gate.kind} gate; it has no ${key}.${nearestHint(key, kinds)}`,
        ),
      );
      continue;
    }
    const before = base[key] as number | undefined;
    if (before !== undefined && (direction === 'up' ? changed < before : changed > before)) {
      const bound = direction === 'up' ? 'at least' : 'at most';
      problems.push(
        problem([...path, key], `${changed} loosens the gate: a stage may only tighten it, ${bound} ${before}.`),
      );
    }
  }
  return problems;
}

const FIELDS: Readonly<Record<Gate['kind'], readonly string[]>> = {
  absolute: ['min', 'max'],
  champion: ['margin', 'anchorMargin', 'confidence'],
  calibration: ['minOe', 'maxOe', 'minSlope', 'maxSlope'],
  slice: ['margin', 'confidence'],
  artifact: ['maxMegabytes'],
  latency: ['percentile', 'maxMilliseconds', 'requests'],
  contract: [],
  agreement: ['rows', 'tolerance'],
};
