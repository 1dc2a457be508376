import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as z from 'zod';
import type { AuditRecord } from '#domain/audit/record.ts';
import { dataKeys } from '#domain/object-keys.ts';
import { reconcile } from '#functions/reconcile.ts';
import type { ReleaseInput } from '#statemachines/release.data.ts';
import type { Gates } from '#statemachines/retrain.data.ts';
import type { Fault, FaultPoint } from '../../local/cloud.ts';
import { createCloudWatch } from '../../local/cloudwatch/service.ts';
import { createEventBridge } from '../../local/eventbridge/service.ts';
import { createLogs } from '../../local/logs/service.ts';
import { createS3 } from '../../local/s3/service.ts';
import { createSageMaker } from '../../local/sagemaker/service.ts';
import { modelArchive } from '../../local/sagemaker/testing/sagemaker-cloud.ts';
import { createSageMakerRuntime } from '../../local/sagemaker-runtime/service.ts';
import { createStepFunctions } from '../../local/stepfunctions/service.ts';
import { createServedCloud } from '../../local/testing/served-cloud.ts';
import { lineDeps } from './line-deps.ts';
import { lineFunctions } from './line-functions.ts';
import { scriptedGates } from './scripted-gates.ts';
import { functionArn, type StageFailures, stageFunctions } from './stage-functions.ts';

export const ENDPOINT = 'dev-churn';

const ARTIFACT = 's3://data/artifacts/churn/model.tar.gz';

const machineArn = (kind: string) => `arn:aws:states:us-east-1:000000000000:stateMachine:andon-dev-${kind}`;

interface Execution {
  readonly status: string;
  readonly error?: string;
  readonly cause?: string;
  readonly output?: string;
}

/** Release and rollback on the embedded AWS: the real ASL files, functions and adapters, real inference servers, a stepped clock. */
export async function startReleaseLine() {
  const root = mkdtempSync(join(tmpdir(), 'andon-line-'));
  const directory = join(root, 'store');
  mkdirSync(directory, { recursive: true });
  const serve = [process.execPath, fileURLToPath(new URL('fixtures/serve.mjs', import.meta.url))];
  writeFileSync(join(root, 'images.json'), JSON.stringify({ 'half:*': { serve } }));
  const failures: StageFailures = new Map();
  let fault: (point: FaultPoint) => Fault | undefined = () => undefined;
  const cloud = await createServedCloud({
    directory,
    fault: (point) => fault(point),
    services: [
      createS3,
      createLogs,
      createCloudWatch,
      createEventBridge,
      stageFunctions(() => functions, failures),
      createStepFunctions,
      createSageMaker,
      createSageMakerRuntime,
    ],
  });
  const { clock } = cloud;
  const deps = lineDeps(cloud, machineArn);
  let runs = 0;
  let gates: z.infer<typeof Gates>['verdict'] = 'Passed';
  const functions = { ...lineFunctions(deps), ...scriptedGates(deps, () => gates) };
  for (const Bucket of ['data', 'ledger']) {
    const lock = Bucket === 'ledger' ? { ObjectLockEnabledForBucket: true } : {};
    await cloud.call('s3', 'CreateBucket', { Bucket, ...lock });
    const VersioningConfiguration = { Status: 'Enabled' };
    await cloud.call('s3', 'PutBucketVersioning', { Bucket, VersioningConfiguration });
  }
  for (const kind of ['release', 'rollback', 'retrain']) {
    const text = readFileSync(new URL(`../../statemachines/${kind}.asl.json`, import.meta.url), 'utf8');
    const definition = text.replaceAll(/\$\{(\w+)FunctionArn\}/g, (_, name: string) => functionArn(name));
    await cloud.call('sfn', 'CreateStateMachine', { name: `andon-dev-${kind}`, roleArn: 'arn:role', definition });
  }
  await deps.data.put('artifacts/churn/model.tar.gz', modelArchive({ model: 'half' }));

  const line = {
    deps,
    cloud,
    failures,
    served: { requests: 0, failed: 0 },
    now: () => clock.date(),
    /** What goes wrong from now on. */
    breaks(next: typeof fault) {
      fault = next;
    },
    /** What the gates say when a version is judged again. */
    gatesSay(verdict: typeof gates) {
      gates = verdict;
    },
    /** Time passes with so many requests a second, a row each. */
    async pass(minutes: number, perSecond = 0) {
      const end = clock.now() + minutes * 60_000;
      if (perSecond === 0) return clock.advanceTo(end);
      while (clock.now() < end) {
        await clock.advanceTo(Math.min(end, clock.now() + 1000));
        for (let request = 0; request < perSecond; request += 1) await line.ask();
      }
    },
    async ask() {
      const input = { EndpointName: ENDPOINT, ContentType: 'text/csv', Body: Buffer.from('1,2\n') };
      line.served.requests += 1;
      await cloud.call('sagemaker-runtime', 'InvokeEndpoint', input).catch(() => {
        line.served.failed += 1;
      });
    },
    /** A version that a run made and judged against `championVersion`, approved now; and the input of its release. */
    async approve(championVersion?: number): Promise<ReleaseInput> {
      runs += 1;
      const run = `churn-run-${runs}`;
      const holdout = `artifacts/churn/${run}/holdout.csv`;
      await deps.data.put(holdout, 'id-1,1,2\nid-2,3,4\nid-3,5,6\n');
      const prepared = {
        trainUri: 's3://data/t',
        validationUri: 's3://data/v',
        labelsUri: 's3://data/l',
        holdouts: [{ role: 'candidate', uri: `s3://data/${holdout}` }],
        features: ['a', 'b'],
        rows: { train: 1, validation: 1, holdout: 3 },
        trainedThrough: '',
        holdoutFrom: '',
      };
      await deps.data.put(dataKeys.prepared('churn', run), JSON.stringify(prepared));
      const dataset = { status: 'Pinned', id: 'd', manifestUri: 's3://data/m', files: 1, bytes: 1 };
      const training = {
        jobName: 'j',
        imageUri: 'half:1',
        artifactUri: ARTIFACT,
        artifactDigest: 'a',
        metrics: {},
        seconds: 1,
      };
      const record = {
        kind: 'retrain' as const,
        name: run,
        model: 'churn',
        generation: 1,
        input: {},
        startedAt: '',
        data: { dataset, training },
      };
      await deps.ledger.run(run).change(() => ({ write: record, result: undefined }));
      await deps.registry.ensureGroup('churn');
      const { number, arn } = await deps.registry.create({
        model: 'churn',
        metadata: {
          run,
          datasetId: 'd',
          artifactDigest: 'a',
          manifestDigest: 'b',
          ...(championVersion === undefined ? {} : { championVersion }),
        },
        approval: 'PendingManualApproval',
        approvalReason: '',
        description: '',
        imageUri: 'half:1',
        artifactUri: ARTIFACT,
        contentTypes: ['text/csv'],
      });
      await deps.registry.approve(arn, 'looks right');
      const trigger = {
        kind: 'approval',
        key: `approval:${arn}@now`,
        at: clock.date().toISOString(),
        actor: 'ada',
        reason: '',
      } as const;
      return { model: 'churn', release: `churn-v${number}-1`, generation: 1, version: { number, arn }, trigger };
    },
    /** Starts an execution without waiting for it. */
    async start(kind: 'release' | 'rollback', input: ReleaseInput) {
      await deps.workflows.start(machineArn(kind), input.release, input);
    },
    async execution(kind: 'release' | 'rollback', name: string): Promise<Execution> {
      const executionArn = `${machineArn(kind).replace(':stateMachine:', ':execution:')}:${name}`;
      return (await cloud.call('sfn', 'DescribeExecution', { executionArn })) as Execution;
    },
    /** Lets time and traffic pass until an execution has ended. */
    async until(kind: 'release' | 'rollback', name: string, perSecond = 0): Promise<Execution> {
      for (let minute = 0; minute < 90; minute += 1) {
        const execution = await line.execution(kind, name);
        if (execution.status !== 'RUNNING') return execution;
        await line.pass(1, perSecond);
      }
      throw new Error(`${name} did not end within 90 minutes.`);
    },
    async release(input: ReleaseInput, perSecond = 0) {
      await line.start('release', input);
      return line.until('release', input.release, perSecond);
    },
    champion: () => deps.ledger.champion('churn').read(),
    serving: async () => (await deps.endpoints.describe(ENDPOINT))?.configName,
    reconcile: async () => (await reconcile({}, deps)).did,
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

export type ReleaseLine = Awaited<ReturnType<typeof startReleaseLine>>;
