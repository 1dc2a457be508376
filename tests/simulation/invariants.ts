import { verifyChain } from '#domain/audit/verify-chain.ts';
import { unfinished } from './at-rest.ts';
import { type Audit, epochOf, type Facts, versionOf } from './facts.ts';
import type { Effect } from './history.ts';

/** A schedule that is over. */
export interface Settled extends Facts {
  readonly trail: Audit;
}

/** What is wrong, in sentences; empty when the invariant holds. */
type Check = (facts: Settled) => string[];

/** The invariants of the product, in the order of the design. */
export const invariants: Readonly<Record<string, Check>> = {
  'one deployment at a time': oneDeployment,
  'what serves was approved and passed its gates': servesApproved,
  'every execution reaches a terminal record': (facts) => unfinished(facts),
  'each side effect at most once': effectsOnce,
  'the audit chain verifies and explains what serves': auditExplains,
  'rest is what the registry and the ledger ask for': restIsRight,
  'no request fails because of a deployment': alwaysServed,
  'a rollback never waits': rollbacksAreFast,
  'nothing fails for a reason of its own': failuresHaveCauses,
};

const MINUTE = 60_000;

/** Made for a candidate to be probed on: it serves nobody. */
function isProbe({ input }: Effect): boolean {
  return String(input.EndpointName).endsWith('-probe');
}

function deployments({ history }: Facts): (Effect & { config: string })[] {
  return history.effects
    .filter(({ operation }) => operation === 'CreateEndpoint' || operation === 'UpdateEndpoint')
    .filter((effect) => !isProbe(effect))
    .map((effect) => ({ ...effect, config: String(effect.input.EndpointConfigName) }));
}

/** A holder whose lease was taken over must not deploy after the one who took it. Only reconcile puts an older config back. */
function oneDeployment(facts: Settled): string[] {
  const restored = new Set(
    facts.trail.records
      .filter(({ action }) => action === 'ReconcileRestore')
      .map(({ subject }) => subject.split('@')[0]),
  );
  let newest = 0;
  return deployments(facts).flatMap(({ config }) => {
    const epoch = epochOf(config);
    const late = epoch < newest && !restored.has(config);
    newest = Math.max(newest, epoch);
    return late ? [`${config} was deployed after epoch ${newest}`] : [];
  });
}

function servesApproved({ history, packages }: Facts): string[] {
  const seen = new Set<string>();
  const wrong: string[] = [];
  for (const { at, configs } of history.servings) {
    for (const config of configs.filter((name) => !seen.has(name))) {
      seen.add(config);
      const found = packages.find(({ version }) => version === versionOf(config));
      const approved = history.effects.some(
        ({ operation, at: when, input }) =>
          operation === 'UpdateModelPackage' &&
          when <= at &&
          input.ModelPackageArn === found?.arn &&
          input.ModelApprovalStatus === 'Approved',
      );
      if (!approved) wrong.push(`${config} serves and was never approved`);
      if (found?.content.CustomerMetadataProperties?.verdict === 'Failed') {
        wrong.push(`${config} serves and failed its gates`);
      }
    }
  }
  return wrong;
}

function effectsOnce(facts: Settled): string[] {
  const wrong: string[] = [];
  const once = (what: string, names: readonly string[]) => {
    const twice = names.filter((name, index) => names.indexOf(name) !== index);
    wrong.push(...new Set(twice.map((name) => `${what} of ${name} twice`)));
  };
  const finished = facts.jobs.filter(({ status }) => status === 'Completed');
  once(
    'work',
    finished.map(({ type, name }) => `${type} ${name.replace(/-\d+$/, '')}`),
  );
  const retried = facts.jobs.filter(({ name }) => !name.endsWith('-1'));
  for (const { name } of retried) {
    const before = `${name.replace(/\d+$/, '')}${Number(/\d+$/.exec(name)?.[0]) - 1}`;
    const reason = facts.jobs.find((job) => job.name === before)?.failureReason ?? '';
    if (!/capacity/i.test(reason)) wrong.push(`${name} follows ${before}, which failed for "${reason}"`);
  }
  once(
    'registration',
    facts.packages.map(({ content }) => content.CustomerMetadataProperties?.run ?? ''),
  );
  once(
    'probe endpoint',
    facts.history.effects
      .filter((effect) => effect.operation === 'CreateEndpoint' && isProbe(effect))
      .map(({ input }) => String(input.EndpointName)),
  );
  const restored = new Set(
    facts.trail.records
      .filter(({ action }) => action === 'ReconcileRestore')
      .map(({ subject }) => subject.split('@')[0]),
  );
  once(
    'deployment',
    deployments(facts)
      .map(({ config }) => config)
      .filter((config) => !restored.has(config)),
  );
  return wrong;
}

function auditExplains(facts: Settled): string[] {
  const chain = verifyChain(facts.trail.stored);
  const wrong = chain.ok ? [] : [chain.reason];
  const configs = new Set(facts.history.servings.flatMap(({ configs: names }) => names));
  const announced = new Set(
    facts.trail.records.filter(({ action }) => action === 'CreateDeployment').map(({ subject }) => subject),
  );
  const targets = facts.trail.records.filter(({ action }) => action === 'ChooseRollbackTarget');
  for (const config of configs) {
    const back = targets.some(({ evidence }) => evidence?.target === versionOf(config));
    if (!announced.has(config) && !back) wrong.push(`nothing says why ${config} got traffic`);
  }
  const serving = facts.endpoint?.status === 'InService' ? facts.endpoint.configName : undefined;
  const settled = facts.trail.records.some(
    ({ action, subject, evidence }) =>
      (action === 'ConfirmRelease' && evidence?.config === serving) ||
      (action === 'ReconcileAdopt' && subject === serving) ||
      (action === 'ReconcileRestore' && subject.startsWith(`${serving}@`)),
  );
  if (serving !== undefined && !settled) wrong.push(`nothing says why ${serving} serves at the end`);
  return wrong;
}

function restIsRight(facts: Settled): string[] {
  const { endpoint, champion, packages, trail, paused } = facts;
  if (paused) return [];
  const wrong: string[] = [];
  if (endpoint === undefined) return champion === undefined ? [] : ['the champion has no endpoint'];
  if (endpoint.status === 'InService' && endpoint.configName !== champion?.configName) {
    wrong.push(`${endpoint.configName} serves, and ${champion?.configName} is the champion`);
  }
  const version = packages.find((one) => one.version === versionOf(endpoint.configName));
  const stuck = trail.records.some(
    ({ action, evidence }) =>
      action === 'ChooseRollbackTarget' &&
      evidence?.outcome === 'NothingToRollBackTo' &&
      evidence.leaves === version?.version,
  );
  if (version?.content.ModelApprovalStatus !== 'Approved' && !stuck) {
    wrong.push(`version ${version?.version} serves and is ${version?.content.ModelApprovalStatus}`);
  }
  return wrong;
}

/** Once an endpoint serves, it goes on: only the removal of a first endpoint that failed takes it away. */
function alwaysServed({ history, trail }: Settled): string[] {
  const failed = trail.records.some(
    ({ action, evidence }) => action === 'ConfirmRelease' && evidence?.outcome === 'FirstReleaseFailed',
  );
  const served = history.servings.findIndex(({ configs }) => configs.length > 0);
  const gaps = history.servings.slice(served + 1).filter(({ configs }) => configs.length === 0);
  return served < 0 || failed ? [] : gaps.map(({ at }) => `nothing served at ${new Date(at).toISOString()}`);
}

/** A deployment in the way is pulled back within minutes and the target's fleet takes four; nothing else may be waited for. */
const LONGEST_ROLLBACK = 25 * MINUTE;

function rollbacksAreFast({ schedule, executions }: Facts): string[] {
  const rollbacks = executions.filter(({ machineArn }) => machineArn.endsWith('rollback'));
  const stopped = rollbacks
    .filter(({ error }) => error === 'AuditUnavailableError')
    .map(({ name }) => `${name} was stopped by the audit trail`);
  const disturbed = Object.values(schedule.faults).some((share) => share > 0);
  const others = schedule.outages.some(({ prefix }) => prefix !== 'audit/');
  if (disturbed || others) return stopped;
  const slow = rollbacks
    .filter(({ startedAt, stoppedAt = Number.POSITIVE_INFINITY }) => stoppedAt - startedAt > LONGEST_ROLLBACK)
    .map(({ name }) => `${name} took longer than ${LONGEST_ROLLBACK / MINUTE} minutes`);
  return [...stopped, ...slow];
}

/** Errors that no fault of a schedule explains: the product's own doing. */
const OWN_ERRORS =
  /^(Stage(In|Out)putInvalidError|DatasetUnreadableError|PrepareFailedError|ScoresInvalidError|UnknownModelError|DeploymentBlockedError|States\..*|\w*(Type|Range|Reference|Zod)Error|Error)$/;

function failuresHaveCauses({ executions, history }: Settled): string[] {
  const failed = executions
    .filter(({ status, error = '' }) => status !== 'RUNNING' && OWN_ERRORS.test(error))
    .map(({ name, error, cause = '' }) => `${name} failed with ${error}: ${cause.slice(0, 300)}`);
  const bugs = history.trace.filter((line) => OWN_ERRORS.test(/ fails: (\w+):/.exec(line)?.[1] ?? ''));
  return [...failed, ...bugs];
}
