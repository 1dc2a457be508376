import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AuditRecord } from '#domain/audit/record.ts';
import { unclustered } from '#domain/evaluation/clusters.ts';
import { evaluate } from '#domain/evaluation/evaluate.ts';
import { Manifest } from '#domain/manifest/schema.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { logger } from '#functions/observability.ts';
import type { Fault, FaultPoint } from '../../local/cloud.ts';
import { createCloudWatch } from '../../local/cloudwatch/service.ts';
import { createEventBridge } from '../../local/eventbridge/service.ts';
import { createLogs } from '../../local/logs/service.ts';
import { createS3 } from '../../local/s3/service.ts';
import { createSageMaker } from '../../local/sagemaker/service.ts';
import { modelArchive } from '../../local/sagemaker/testing/sagemaker-cloud.ts';
import { createSageMakerRuntime } from '../../local/sagemaker-runtime/service.ts';
import { createSns } from '../../local/sns/service.ts';
import { createStepFunctions } from '../../local/stepfunctions/service.ts';
import { createTestCloud } from '../../local/testing/test-cloud.ts';
import { inProcessHandler } from '../../local/wire/in-process-handler.ts';
import { machineArn, STAGE, simulatedDeps } from '../simulation/deps.ts';
import { diceOf } from '../simulation/dice.ts';
import { simulatedFunctions } from '../simulation/functions.ts';
import { readRules } from '../simulation/rules.ts';
import { deniedBy } from './iam.ts';
import { lineLambda, runningFunction } from './line-lambda.ts';
import { functionArn } from './stage-functions.ts';

export const ENDPOINT = 'dev-churn';

/** How a version scores the one feature of a row; see fixtures/serve-scores.mjs. */
export type Model = 'honest' | 'reversed' | 'flat';

/** Customers are drawn one by one, so each is a cluster. */
export const QUALITY = { labels: { minimumRows: 300, cluster: 'none', mode: 'enforce' } };

/** Two instances, one of them the canary for ten minutes, then a bake of six. */
function churn(quality: object | undefined): Manifest {
  const traffic = { type: 'canary', size: 1, waitMinutes: 10 };
  return Manifest.parse({
    model: 'churn',
    data: {
      format: 'csv',
      columns: { id: { type: 'string' } },
      label: { sql: 'gone', kind: 'binary' },
      eventTime: 'at',
      window: 2,
      holdout: {},
    },
    training: { image: 'honest:1', hyperparameters: {} },
    gates: [{ kind: 'absolute', name: 'auc', metric: 'auc', min: 0.6 }],
    release: { instances: 2, traffic, bakeMinutes: 6, probes: 3, watchHours: 24, ...(quality && { quality }) },
  });
}

/**
 * Release, rollback and what watches predictions on the embedded AWS: the real ASL, rules, functions and adapters, real inference servers that
 * are captured, a stepped clock. Every call of a function must be allowed by its .yml file.
 */
export async function startQualityLine() {
  logger.setLogLevel('SILENT');
  const root = mkdtempSync(join(tmpdir(), 'andon-line-'));
  const directory = join(root, 'store');
  mkdirSync(directory, { recursive: true });
  const serve = (model: Model) => ({
    serve: [process.execPath, fileURLToPath(new URL('fixtures/serve-scores.mjs', import.meta.url)), model],
  });
  const images = { 'honest:*': serve('honest'), 'reversed:*': serve('reversed'), 'flat:*': serve('flat') };
  writeFileSync(join(root, 'images.json'), JSON.stringify(images));
  const failedEvents: Error[] = [];
  const logged: string[] = [];
  const cloud = createTestCloud({
    directory,
    fault: denied,
    services: [
      createS3,
      createLogs,
      createSns,
      createCloudWatch,
      createEventBridge,
      lineLambda({ functions: () => functions, failures: new Map(), failedEvents }),
      createStepFunctions,
      createSageMaker,
      createSageMakerRuntime,
    ],
  });
  const { clock } = cloud;
  const deployed = { manifest: churn(undefined) };
  const made = simulatedDeps(
    cloud,
    {},
    {
      requestHandler: inProcessHandler({ cloud, log: (line) => logged.push(line) }),
    },
  );
  const deps = Object.defineProperty({ ...made }, 'catalog', {
    get: () => ({ churn: { manifest: deployed.manifest, prepareSql: 'SELECT 1', digest: 'd'.repeat(64) } }),
  });
  const functions = simulatedFunctions(deps);
  await furnish();
  const { fraction } = diceOf(11, 1);
  const truths: { readonly id: string; readonly x: number; readonly at: number; readonly label: 0 | 1 }[] = [];
  const met = new Set<string>();
  let runs = 0;

  async function furnish(): Promise<void> {
    for (const Bucket of ['data', 'ledger']) {
      const lock = Bucket === 'ledger' ? { ObjectLockEnabledForBucket: true } : {};
      await cloud.call('s3', 'CreateBucket', { Bucket, ...lock });
      await cloud.call('s3', 'PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Enabled' } });
    }
    const NotificationConfiguration = { EventBridgeConfiguration: {} };
    await cloud.call('s3', 'PutBucketNotificationConfiguration', { Bucket: 'data', NotificationConfiguration });
    await cloud.call('sns', 'CreateTopic', { Name: `andon-${STAGE}` });
    for (const kind of ['retrain', 'release', 'rollback']) {
      const text = readFileSync(new URL(`../../statemachines/${kind}.asl.json`, import.meta.url), 'utf8');
      const definition = text.replaceAll(/\$\{(\w+)FunctionArn\}/g, (_, name: string) => functionArn(name));
      await cloud.call('sfn', 'CreateStateMachine', {
        name: `andon-${STAGE}-${kind}`,
        roleArn: 'arn:role',
        definition,
      });
    }
    for (const { rule, targets } of readRules({ stage: STAGE, dataBucket: 'data', machineArn })) {
      const pattern = rule.EventPattern === undefined ? {} : { EventPattern: JSON.stringify(rule.EventPattern) };
      await cloud.call('eventbridge', 'PutRule', { ...rule, ...pattern });
      await cloud.call('eventbridge', 'PutTargets', { Rule: rule.Name, Targets: targets });
    }
    await deps.data.put('artifacts/churn/model.tar.gz', modelArchive({ model: 'churn' }));
  }

  const line = {
    cloud,
    deps,
    truths,
    failedEvents,
    logged,
    served: { requests: 0, failed: 0 },
    /** Deploys the manifest with this quality, or without. */
    deploy(quality: object | undefined) {
      deployed.manifest = churn(quality);
    },
    /** One customer: a row and an id of its own, whose label comes true with the chance that the row says. */
    async ask() {
      const x = fraction();
      const id = `customer-${truths.length}`;
      const Body = Buffer.from(`${x.toFixed(6)},${truths.length}\n`);
      const input = { EndpointName: ENDPOINT, ContentType: 'text/csv', Body, InferenceId: id };
      line.served.requests += 1;
      try {
        await cloud.call('sagemaker-runtime', 'InvokeEndpoint', input);
        truths.push({ id, x, at: clock.now(), label: fraction() < x ? 1 : 0 });
      } catch {
        line.served.failed += 1;
      }
    },
    /** Time passes with a customer every so many seconds. */
    async pass(minutes: number, everySeconds = 0) {
      const end = clock.now() + minutes * 60_000;
      if (everySeconds === 0) return clock.advanceTo(end);
      while (clock.now() < end) {
        await clock.advanceTo(Math.min(end, clock.now() + everySeconds * 1000));
        await line.ask();
      }
    },
    /** A version that scores so, whose run measured it as honest; it is approved, which starts its release. */
    async approve(model: Model, championVersion?: number): Promise<number> {
      runs += 1;
      const run = `churn-run-${runs}`;
      const holdout = `artifacts/churn/${run}/holdout.csv`;
      await deps.data.put(holdout, 'id-1,0.1,1\nid-2,0.2,2\nid-3,0.3,3\n');
      const prepared = {
        ...{ trainUri: 's3://data/t', validationUri: 's3://data/v', labelsUri: 's3://data/l', features: ['x', 'n'] },
        holdouts: [{ role: 'candidate', uri: `s3://data/${holdout}` }],
        rows: { train: 1, validation: 1, holdout: 3 },
        ...{ trainedThrough: '', holdoutFrom: '' },
      };
      await deps.data.put(dataKeys.prepared('churn', run), JSON.stringify(prepared));
      await deps.data.put(`${dataKeys.evaluations('churn', run)}evaluation.json`, JSON.stringify(honestEvaluation()));
      await deps.registry.ensureGroup('churn');
      const { number, arn } = await deps.registry.create({
        model: 'churn',
        metadata: {
          ...{ run, datasetId: 'd', artifactDigest: 'a', manifestDigest: 'b' },
          ...(championVersion === undefined ? {} : { championVersion }),
        },
        approval: 'PendingManualApproval',
        approvalReason: '',
        description: '',
        imageUri: `${model}:1`,
        artifactUri: 's3://data/artifacts/churn/model.tar.gz',
        contentTypes: ['text/csv'],
      });
      await deps.registry.approve(arn, 'looks right');
      await line.pass(0);
      return number;
    },
    async executions(kind: 'release' | 'rollback') {
      const stateMachineArn = machineArn(kind);
      const { executions } = (await cloud.call('sfn', 'ListExecutions', { stateMachineArn })) as {
        executions: {
          readonly name: string;
          readonly status: string;
          readonly executionArn: string;
          readonly startDate: Date;
        }[];
      };
      return executions.toSorted((a, b) => Number(a.startDate) - Number(b.startDate));
    },
    /** Lets time and customers pass until the execution that started since the last call has ended; answers how. */
    async settle(kind: 'release' | 'rollback', everySeconds = 0) {
      for (let minute = 0; minute < 120; minute += 1) {
        const last = (await line.executions(kind)).find(({ executionArn }) => !met.has(executionArn));
        if (last !== undefined && last.status !== 'RUNNING') {
          met.add(last.executionArn);
          return (await cloud.call('sfn', 'DescribeExecution', { executionArn: last.executionArn })) as {
            readonly status: string;
            readonly error?: string;
            readonly cause?: string;
          };
        }
        await line.pass(1, everySeconds);
      }
      throw new Error(`No end of the ${kind} within two hours.`);
    },
    /** Labels of everybody who asked since then land as one file, as a pipeline would deliver them. */
    async label(name: string, since = 0) {
      const rows = truths.filter(({ at }) => at >= since).map(({ id, label }) => `${id},${label}`);
      await line.land(name, `inference_id,label\n${rows.join('\n')}\n`);
    },
    async land(name: string, body: string) {
      await cloud.call('s3', 'PutObject', { Bucket: 'data', Key: `labels/churn/${name}`, Body: Buffer.from(body) });
      await line.pass(0);
    },
    champion: () => deps.ledger.champion('churn').read(),
    keys: async (prefix: string) => (await Array.fromAsync(deps.data.list(prefix))).map(({ key }) => key),
    json: async (key: string) => (await deps.data.getJson(key))?.value,
    async recorded() {
      const records = (await deps.audit.read('churn')) as AuditRecord[];
      return records.map(({ action, subject }) => `${action} ${subject}`);
    },
    async [Symbol.asyncDispose]() {
      await cloud[Symbol.asyncDispose]();
      rmSync(root, { recursive: true, force: true });
    },
  };
  return line;
}

export type QualityLine = Awaited<ReturnType<typeof startQualityLine>>;

/** What the gate measured of a version that scores rows as they are: 4,000 rows, AUC 5/6. */
function honestEvaluation() {
  const { fraction } = diceOf(5, 1);
  const candidate = Float64Array.from({ length: 4000 }, fraction);
  const labels = candidate.map((x) => (fraction() < x ? 1 : 0));
  const rows = { labels, candidate, clusters: unclustered(labels.length), slices: [] };
  const comparisons = { comparisons: [], sliceComparisons: [] };
  return evaluate(rows, { kind: 'binary', threshold: 0.5, clusterBy: 'none', ...comparisons });
}

/** As IAM would answer the running function. */
function denied(point: FaultPoint): Fault | undefined {
  const state = runningFunction.getStore();
  if (state === undefined) return undefined;
  const message = deniedBy(state.replaceAll(/(?<!^)([A-Z])/g, '-$1').toLowerCase(), point);
  return message === undefined ? undefined : { id: 'iam', error: { code: 'AccessDenied', message, status: 403 } };
}
