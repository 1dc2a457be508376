import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { verifyChain } from '#domain/audit/verify-chain.ts';
import { CAPACITY, type Capacity } from '#domain/landing/measure-plan.ts';
import { type Catalog, Manifest } from '#domain/manifest/schema.ts';
import { logger } from '#functions/observability.ts';
import type { Cloud, Fault, FaultPoint } from '../../local/cloud.ts';
import { createCloudWatch } from '../../local/cloudwatch/service.ts';
import { createEventBridge } from '../../local/eventbridge/service.ts';
import { createLogs } from '../../local/logs/service.ts';
import { createS3 } from '../../local/s3/service.ts';
import { createSageMaker } from '../../local/sagemaker/service.ts';
import { createSageMakerRuntime } from '../../local/sagemaker-runtime/service.ts';
import { createSns } from '../../local/sns/service.ts';
import { createStepFunctions } from '../../local/stepfunctions/service.ts';
import { createTestCloud } from '../../local/testing/test-cloud.ts';
import { inProcessHandler } from '../../local/wire/in-process-handler.ts';
import { type TinyLanding, tinyCsv, tinyFlats } from '../models/tiny/tiny-dataset.ts';
import { machineArn, STAGE, simulatedDeps } from '../simulation/deps.ts';
import { simulatedFunctions } from '../simulation/functions.ts';
import { readRules } from '../simulation/rules.ts';
import { type Execution, type ExecutionPath, pathOf } from './execution-path.ts';
import { deniedBy } from './iam.ts';
import { lineLambda, runningFunction } from './line-lambda.ts';
import { functionArn, type StageFailures } from './stage-functions.ts';

interface TrainingJobs {
  readonly TrainingJobSummaries: readonly { readonly TrainingJobName: string; readonly TrainingJobStatus: string }[];
}

type Changes = Readonly<Record<string, unknown>>;

/** The manifest of a model in tests/models with changes at its top level, as a deployment would bundle it. */
export function catalogOf(model: 'tiny' | 'tickets', changes: Changes = {}): Catalog {
  const folder = new URL(`../models/${model}/`, import.meta.url);
  const document = parse(readFileSync(new URL('manifest.yaml', folder), 'utf8')) as Record<string, object>;
  const prepareSql = readFileSync(new URL('prepare.sql', folder), 'utf8');
  const merged = Object.fromEntries(
    Object.entries(changes).map(([key, value]) =>
      Array.isArray(value) || typeof value !== 'object' ? [key, value] : [key, { ...document[key], ...value }],
    ),
  );
  return { [model]: { manifest: Manifest.parse({ ...document, ...merged }), prepareSql, digest: 'd'.repeat(64) } };
}

export const tinyCatalog = (changes?: Changes) => catalogOf('tiny', changes);

const trains = [process.execPath, fileURLToPath(new URL('../../local/images/xgboost/train.ts', import.meta.url))];
const serves = (file: string) => [process.execPath, fileURLToPath(new URL(`fixtures/${file}`, import.meta.url))];

/** Images beside the built-in one: they train as it does. */
const images = {
  'models/untested:1': { train: trains, serve: serves('serve-untested.mjs') },
  'models/batch-only:1': { train: trains, serve: serves('serve-batch-only.mjs') },
};

/**
 * The retrain side on the embedded AWS in this process: the real ASL, rules, functions, adapters, jobs; a stepped clock. Every call of a
 * function must be allowed by its .yml file. `capacity`: what functions are taken to hold.
 */
export async function startRetrainLine(catalog = tinyCatalog(), capacity: Capacity = CAPACITY) {
  logger.setLogLevel('SILENT');
  const [model = ''] = Object.keys(catalog);
  const root = mkdtempSync(join(tmpdir(), 'andon-line-'));
  const directory = join(root, 'store');
  mkdirSync(directory);
  writeFileSync(join(root, 'images.json'), JSON.stringify(images));
  const failures: StageFailures = new Map();
  const failedEvents: Error[] = [];
  const logged: string[] = [];
  let breaks: (point: FaultPoint) => Fault | undefined = () => undefined;
  const cloud = createTestCloud({
    directory,
    fault: (point) => denied(point) ?? breaks(point),
    services: [
      createS3,
      createLogs,
      createSns,
      createCloudWatch,
      createEventBridge,
      lineLambda({ functions: () => functions, failures, failedEvents }),
      createStepFunctions,
      createSageMaker,
      createSageMakerRuntime,
    ],
  });
  const met = new Set<string>();
  const deployed = { catalog };
  const made = simulatedDeps(cloud, catalog, {
    requestHandler: inProcessHandler({ cloud, log: (line) => logged.push(line) }),
    stopwatch: () => performance.now(),
  });
  // The catalog is what was deployed last.
  const deps = Object.defineProperty({ ...made, capacity }, 'catalog', { get: () => deployed.catalog });
  const functions = simulatedFunctions(deps);
  await furnish(cloud);
  const line = {
    cloud,
    deps,
    failures,
    failedEvents,
    logged,
    now: () => cloud.clock.date(),
    /** What goes wrong from now on. */
    breaks(next: typeof breaks) {
      breaks = next;
    },
    /** Deploys another manifest. */
    deploy(next: Catalog) {
      deployed.catalog = next;
    },
    pass: (minutes: number) => cloud.clock.advanceTo(cloud.clock.now() + minutes * 60_000),
    async land(name: string, body: string) {
      await cloud.call('s3', 'PutObject', { Bucket: 'data', Key: `landing/${model}/${name}`, Body: Buffer.from(body) });
      await line.pass(0);
    },
    landFlats: (name: string, flats: TinyLanding) => line.land(name, tinyCsv(tinyFlats(flats))),
    /** As `andon retrain` asks. */
    async request(detail: object = {}) {
      const Detail = JSON.stringify({ model, actor: 'ada', ...detail });
      await cloud.call('eventbridge', 'PutEvents', {
        Entries: [{ Source: 'andon', DetailType: 'Retrain Requested', Detail }],
      });
      await line.pass(0);
    },
    async executions(kind: 'retrain' | 'release' | 'rollback' = 'retrain'): Promise<Execution[]> {
      const stateMachineArn = machineArn(kind);
      const { executions } = (await cloud.call('sfn', 'ListExecutions', { stateMachineArn })) as {
        executions: Execution[];
      };
      return executions.toSorted((a, b) => Number(a.startDate) - Number(b.startDate));
    },
    /** Lets time pass until the run that started since the last call has ended, and answers how, and through which states. */
    async finish() {
      for (let look = 0; look < 1000; look += 1) {
        const run = (await line.executions()).find(({ name }) => !met.has(name));
        if (run !== undefined && run.status !== 'RUNNING') {
          met.add(run.name);
          return pathOf(cloud, run);
        }
        await line.pass(2);
      }
      throw new Error('The run did not end within 33 hours.');
    },
    /** Takes a failed run up again where it failed. */
    async redrive({ arn, name }: ExecutionPath) {
      met.delete(name);
      await cloud.call('sfn', 'RedriveExecution', { executionArn: arn });
      return line.finish();
    },
    async trainingJobNames(): Promise<string[]> {
      const jobs = (await cloud.call('sagemaker', 'ListTrainingJobs', {})) as TrainingJobs;
      return jobs.TrainingJobSummaries.map(({ TrainingJobName }) => TrainingJobName);
    },
    /** The attempt and the status of every training job. */
    async trainingJobs(): Promise<string[]> {
      const jobs = (await cloud.call('sagemaker', 'ListTrainingJobs', {})) as TrainingJobs;
      return jobs.TrainingJobSummaries.map(
        ({ TrainingJobName: name, TrainingJobStatus: status }) => `${name.split('-').at(-1)} ${status}`,
      ).sort();
    },
    waits: async () => (await Array.fromAsync(deps.ledgerStore.list('waits/'))).map(({ key }) => key),
    versions: () => Array.fromAsync(deps.registry.list(model)),
    /** Approves a version, and makes it the champion as its release would leave it. */
    async crown(number: number) {
      const version = (await line.versions()).find((each) => each.number === number);
      if (version === undefined) throw new Error(`There is no version ${number}.`);
      const { arn } = version;
      await deps.registry.approve(arn, 'looks right');
      await deps.endpoints.ensureVersionModel({
        name: `dev-${model}-v${number}`,
        versionArn: arn,
        roleArn: deps.servingRoleArn,
      });
      const configName = `dev-${model}-e${number}-v${number}`;
      const since = line.now().toISOString();
      const champion = { version: { number, arn }, configName, epoch: number, release: 'r', since, past: [] };
      await deps.ledger.champion(model).change(() => ({ write: champion, result: undefined }));
    },
    /** Pins a version as the anchor, as `andon anchor` leaves it. */
    async pin(number: number) {
      const { arn } = (await line.versions()).find((each) => each.number === number)!;
      const anchor = { version: { number, arn }, at: line.now().toISOString(), actor: 'ada', reason: '' };
      await deps.ledger.anchor(model).change(() => ({ write: anchor, result: undefined }));
    },
    keys: async (prefix: string) => (await Array.fromAsync(deps.data.list(prefix))).map(({ key }) => key),
    /** Where the audit trail breaks, if it does. */
    async auditProblem() {
      const verdict = verifyChain(await deps.audit.read(model));
      return verdict.ok ? undefined : verdict.reason;
    },
    async [Symbol.asyncDispose]() {
      await cloud[Symbol.asyncDispose]();
      rmSync(root, { recursive: true, force: true });
    },
  };
  return line;
}

export type RetrainLine = Awaited<ReturnType<typeof startRetrainLine>>;

/** As IAM would answer the running function. */
function denied(point: FaultPoint): Fault | undefined {
  const state = runningFunction.getStore();
  if (state === undefined) return undefined;
  const message = deniedBy(state.replaceAll(/(?<!^)([A-Z])/g, '-$1').toLowerCase(), point);
  return message === undefined ? undefined : { id: 'iam', error: { code: 'AccessDenied', message, status: 403 } };
}

async function furnish(cloud: Cloud): Promise<void> {
  for (const Bucket of ['data', 'ledger']) {
    await cloud.call('s3', 'CreateBucket', {
      Bucket,
      ...(Bucket === 'ledger' && { ObjectLockEnabledForBucket: true }),
    });
    await cloud.call('s3', 'PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Enabled' } });
  }
  const NotificationConfiguration = { EventBridgeConfiguration: {} };
  await cloud.call('s3', 'PutBucketNotificationConfiguration', { Bucket: 'data', NotificationConfiguration });
  await cloud.call('sns', 'CreateTopic', { Name: `andon-${STAGE}` });
  const nothing = JSON.stringify({
    QueryLanguage: 'JSONata',
    StartAt: 'Started',
    States: { Started: { Type: 'Succeed' } },
  });
  for (const kind of ['retrain', 'release', 'rollback']) {
    const text = readFileSync(new URL(`../../statemachines/${kind}.asl.json`, import.meta.url), 'utf8');
    const whole = text.replaceAll(/\$\{(\w+)FunctionArn\}/g, (_, name: string) => functionArn(name));
    // What an approval starts has tests of its own.
    const definition = kind === 'retrain' ? whole : nothing;
    await cloud.call('sfn', 'CreateStateMachine', { name: `andon-${STAGE}-${kind}`, roleArn: 'arn:role', definition });
  }
  for (const { rule, targets } of readRules({ stage: STAGE, dataBucket: 'data', machineArn })) {
    const pattern = rule.EventPattern === undefined ? {} : { EventPattern: JSON.stringify(rule.EventPattern) };
    await cloud.call('eventbridge', 'PutRule', { ...rule, ...pattern });
    await cloud.call('eventbridge', 'PutTargets', { Rule: rule.Name, Targets: targets });
  }
}
