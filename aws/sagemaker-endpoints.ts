import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  type CreateEndpointConfigCommandInput,
  CreateModelCommand,
  DeleteEndpointCommand,
  DeleteEndpointConfigCommand,
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  SageMakerClient,
  UpdateEndpointCommand,
} from '@aws-sdk/client-sagemaker';
import { VARIANT_NAME } from '#domain/release-plan/fleet.ts';
import { clientConfiguration } from './clients.ts';
import { dataCaptureConfig, deploymentConfig, endpointState } from './endpoint-shapes.ts';
import type { EndpointChange, Endpoints } from './endpoints.ts';
import { alreadyExists, inProgress, notFound, unless } from './sagemaker-errors.ts';

/** How often SageMaker publishes where nothing else is asked for. */
const STANDARD_SECONDS = 60;

/** {@link Endpoints} on SageMaker. */
export function sageMakerEndpoints(client = new SageMakerClient(clientConfiguration())): Endpoints {
  const modelExists = async (name: string) => {
    const model = await unless(notFound, () => client.send(new DescribeModelCommand({ ModelName: name })));
    return model !== undefined;
  };
  return {
    modelExists,
    async describe(endpointName) {
      const endpoint = await unless(notFound, () =>
        client.send(new DescribeEndpointCommand({ EndpointName: endpointName })),
      );
      return endpoint === undefined ? undefined : endpointState(endpoint);
    },
    async ensureVersionModel({ name, versionArn, roleArn }) {
      if (await modelExists(name)) return;
      await client.send(
        new CreateModelCommand({
          ModelName: name,
          ExecutionRoleArn: roleArn,
          Containers: [{ ModelPackageName: versionArn }],
        }),
      );
    },
    async ensureConfig({ name, modelName, instance, instances, metricsEverySeconds, tags, capture }) {
      await unless(alreadyExists, () =>
        client.send(
          new CreateEndpointConfigCommand({
            EndpointConfigName: name,
            ProductionVariants: [
              {
                VariantName: VARIANT_NAME,
                ModelName: modelName,
                InstanceType: instance as never,
                InitialInstanceCount: instances,
                InitialVariantWeight: 1,
              },
            ],
            ...metricsConfig(metricsEverySeconds),
            DataCaptureConfig: capture && dataCaptureConfig(capture),
            Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
          }),
        ),
      );
    },
    async metricsEverySeconds(name) {
      const config = await unless(notFound, () =>
        client.send(new DescribeEndpointConfigCommand({ EndpointConfigName: name })),
      );
      return config?.MetricsConfig?.MetricPublishFrequencyInSeconds ?? STANDARD_SECONDS;
    },
    async deleteConfig(name) {
      await unless(notFound, () => client.send(new DeleteEndpointConfigCommand({ EndpointConfigName: name })));
    },
    create: (EndpointName, EndpointConfigName) =>
      change(() => client.send(new CreateEndpointCommand({ EndpointName, EndpointConfigName }))),
    update: (update) =>
      change(() =>
        client.send(
          new UpdateEndpointCommand({
            EndpointName: update.endpointName,
            EndpointConfigName: update.configName,
            DeploymentConfig: deploymentConfig(update),
          }),
        ),
      ),
    delete: (EndpointName) => change(() => client.send(new DeleteEndpointCommand({ EndpointName })), notFound),
  };
}

/** SageMaker takes a frequency below a minute only of its enhanced metrics. */
function metricsConfig(seconds: number): Pick<CreateEndpointConfigCommandInput, 'MetricsConfig'> {
  if (seconds >= STANDARD_SECONDS) return {};
  return { MetricsConfig: { EnableEnhancedMetrics: true, MetricPublishFrequencyInSeconds: seconds } };
}

async function change(send: () => Promise<unknown>, done?: (error: unknown) => boolean): Promise<EndpointChange> {
  try {
    await send();
    return 'started';
  } catch (error) {
    if (inProgress(error) || alreadyExists(error)) return 'busy';
    if (done?.(error)) return 'started';
    throw error;
  }
}
