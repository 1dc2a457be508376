import { applyStage } from './apply-stage.ts';
import { describeIssue } from './describe-issue.ts';
import { jsonSchema } from './json-schema.ts';
import type { FileProblem, Problem } from './problem.ts';
import { columnRule } from './rules/column-rule.ts';
import { driftRule } from './rules/drift-rule.ts';
import { expectationRule } from './rules/expectation-rule.ts';
import { gateRule } from './rules/gate-rule.ts';
import { judgeRule } from './rules/judge-rule.ts';
import { labelRule } from './rules/label-rule.ts';
import { nameRule } from './rules/name-rule.ts';
import { prepareRule } from './rules/prepare-rule.ts';
import { qualityRule } from './rules/quality-rule.ts';
import { releaseRule } from './rules/release-rule.ts';
import type { Rule, Surroundings } from './rules/rule.ts';
import { scheduleRule } from './rules/schedule-rule.ts';
import { servingGateRule } from './rules/serving-gate-rule.ts';
import { trainingRule } from './rules/training-rule.ts';
import { Manifest } from './schema.ts';

const RULES: readonly Rule[] = [
  nameRule,
  columnRule,
  labelRule,
  expectationRule,
  driftRule,
  prepareRule,
  trainingRule,
  gateRule,
  servingGateRule,
  releaseRule,
  judgeRule,
  qualityRule,
  scheduleRule,
];

/** A sound manifest as it holds in the stage, or everything that is wrong with it. */
export type ParsedManifest = { readonly manifest: Manifest } | { readonly problems: readonly FileProblem[] };

/** Reads a manifest that YAML has already parsed. The rules are asked only once the shape is right. */
export function parseManifest(document: unknown, surroundings: Surroundings): ParsedManifest {
  const inFile = (problems: readonly Problem[]): ParsedManifest => ({
    problems: problems.map((found) => ({ file: surroundings.file, ...found })),
  });
  const parsed = Manifest.safeParse(document);
  if (!parsed.success) {
    const where = { schema: jsonSchema(), value: document };
    return inFile(parsed.error.issues.flatMap((issue) => describeIssue(issue, where)));
  }
  const { manifest, problems } = applyStage(parsed.data, surroundings.stage);
  const all = [...problems, ...RULES.flatMap((rule) => rule(manifest, surroundings))];
  return all.length > 0 ? inFile(all) : { manifest };
}
