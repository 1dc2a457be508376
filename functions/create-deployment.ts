import type * as z from 'zod';
import type { AuditTrail } from '#aws/audit-trail.ts';
import { cloudWatchDeploymentAlarms, type DeploymentAlarms } from '#aws/deployment-alarms.ts';
import { cloudWatchDeploymentMetrics, type DeploymentMetrics } from '#aws/deployment-metrics.ts';
import { s3ObjectStore } from '#aws/object-store.ts';
import { sageMakerEndpoints } from '#aws/sagemaker-endpoints.ts';
import type { Catalog } from '#domain/manifest/schema.ts';
import { endpointName, versionModelName } from '#domain/naming.ts';
import { type DeploymentNames, deploymentAlarms } from '#domain/release-plan/alarms.ts';
import { bakesOf, releaseRouting } from '#domain/release-plan/routing.ts';
import { Plan, ReleaseData } from '#statemachines/release.data.ts';
import { auditFromEnvironment } from './audit.ts';
import { catalog, catalogEntry } from './catalog.ts';
import { measureBaselines } from './create-deployment/measure-baselines.ts';
import { ensureServingConfig, type ServingDeps } from './endpoint/serving-deployment.ts';
import { readEnvironment } from './environment.ts';
import { lambdaHandler } from './handler.ts';

export interface CreateDeploymentDeps extends ServingDeps {
  readonly catalog: Catalog;
  readonly alarms: DeploymentAlarms;
  readonly metrics: DeploymentMetrics;
  readonly audit: AuditTrail;
  /** The role that SageMaker serves with. */
  readonly servingRoleArn: string;
  readonly now: () => Date;
}

export const CreateDeploymentInput = ReleaseData.pick({ model: true, release: true, version: true, admission: true });

type Input = z.infer<typeof CreateDeploymentInput>;

/** Makes what serves the version, and the alarms that make SageMaker go back; nothing of it takes traffic yet. */
export async function createDeployment(input: Input, deps: CreateDeploymentDeps): Promise<Plan> {
  const { model, version: target, admission } = input;
  const { epoch, blue } = admission;
  const { manifest, digest } = catalogEntry(deps.catalog, model);
  const endpoint = endpointName(deps.stage, model);
  const modelName = versionModelName(deps.stage, model, target.number);
  await deps.endpoints.ensureVersionModel({ name: modelName, versionArn: target.arn, roleArn: deps.servingRoleArn });
  const { configName } = await ensureServingConfig({ model, version: target, epoch, release: manifest.release }, deps);

  const serving = await deps.endpoints.describe(endpoint);
  const first =
    serving === undefined || serving.status === 'Failed' || (serving.configName === configName && blue === undefined);
  const routing = releaseRouting(manifest.release);
  const named = { target, epoch, configName, endpointName: endpoint, modelName, routing };
  const plan: Plan = first
    ? { ...named, kind: 'first', alarms: [], waits: [], history: {} }
    : {
        ...named,
        kind: 'release',
        ...(blue === undefined ? {} : { blue }),
        alarms: await primedAlarms(
          { endpointName: endpoint, configName, blueConfigName: serving.configName },
          { metricsEverySeconds: manifest.release.metricsEverySeconds },
          deps,
        ),
        waits: bakesOf(routing, manifest.release.instances),
        history: await measureBaselines(
          { judge: manifest.release.judge, fleet: { endpointName: endpoint, configName: serving.configName } },
          deps,
        ),
      };
  await deps.audit.append({
    model,
    action: 'CreateDeployment',
    subject: configName,
    actor: input.release,
    reason: `Version ${target.number} with epoch ${epoch}, ${first ? 'as the first of its endpoint' : routing.type}.`,
    evidence: { version: target.number, blue: blue?.configName ?? '', instances: manifest.release.instances },
    digests: { manifest: digest },
  });
  return plan;
}

/** Puts the alarms with their metrics primed, so that none of them is raised or undecided when the deployment starts. */
async function primedAlarms(
  names: Omit<DeploymentNames, 'metricsEverySeconds'>,
  { metricsEverySeconds }: { readonly metricsEverySeconds: number },
  { alarms, metrics, endpoints }: CreateDeploymentDeps,
): Promise<string[]> {
  await metrics.setKillSwitch(names.configName, 0);
  await metrics.reportAlive(names.configName);
  // Blue may have been made when the manifest said otherwise.
  const bluesSeconds = await endpoints.metricsEverySeconds(names.blueConfigName);
  const specs = deploymentAlarms({ ...names, metricsEverySeconds: Math.max(metricsEverySeconds, bluesSeconds) });
  for (const spec of specs) await alarms.put(spec);
  return specs.map(({ name }) => name);
}

export const handler = lambdaHandler({
  name: 'CreateDeployment',
  input: CreateDeploymentInput,
  output: Plan,
  run: createDeployment,
  deps: (): CreateDeploymentDeps => {
    const env = readEnvironment({
      STAGE: 'string',
      DATA_BUCKET: 'string',
      LEDGER_BUCKET: 'string',
      SERVING_ROLE_ARN: 'string',
    });
    return {
      stage: env.STAGE,
      catalog,
      endpoints: sageMakerEndpoints(),
      alarms: cloudWatchDeploymentAlarms(),
      metrics: cloudWatchDeploymentMetrics(),
      audit: auditFromEnvironment(s3ObjectStore(env.LEDGER_BUCKET)),
      data: { bucket: env.DATA_BUCKET },
      servingRoleArn: env.SERVING_ROLE_ARN,
      now: () => new Date(),
    };
  },
});
