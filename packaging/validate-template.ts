import { readFileSync } from 'node:fs';
import { RegoEngine, TemplateFile } from '@aws/cloudformation-validate';
import { packageService } from './package-service.ts';

/** Rules that are reported as warnings and break a deployment all the same: W3030 is a value outside its enumeration. */
const BREAKING_WARNINGS = ['W3030'];

const TEMPLATE = '.serverless/cloudformation-template-update-stack.json';

/** Packages each stage and validates its compiled template with AWS's own validator, offline. Exit code 1 when a finding would break. */
let broken = 0;
for (const stage of ['prod', 'dev']) {
  await packageService(stage);
  const engine = new RegoEngine();
  try {
    const { diagnostics } = engine.validateStandard(new TemplateFile(TEMPLATE));
    const breaking = diagnostics.filter(
      ({ severity, ruleId }) => ['ERROR', 'FATAL'].includes(severity) || BREAKING_WARNINGS.includes(ruleId),
    );
    for (const { severity, ruleId, message } of breaking)
      process.stderr.write(`${stage}: ${severity} ${ruleId}: ${message}\n`);
    const resources = Object.keys(
      (JSON.parse(readFileSync(TEMPLATE, 'utf8')) as { Resources: object }).Resources,
    ).length;
    process.stdout.write(`template of ${stage}: ${resources} resources, ${breaking.length} breaking findings\n`);
    broken += breaking.length;
  } finally {
    engine.free();
  }
}
process.exitCode = broken > 0 ? 1 : 0;
