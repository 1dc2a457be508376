import {
  DescribeEndpointCommand,
  ListEndpointsCommand,
  SageMakerClient,
  UpdateEndpointCommand,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, ModelError, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { describe, expect, it } from 'vitest';
import { EndpointCloud } from '../sagemaker/endpoints/testing/endpoint-cloud.ts';
import { Wire } from '../wire/wire.ts';

interface Clients {
  readonly aws: EndpointCloud;
  readonly sagemaker: SageMakerClient;
  readonly runtime: SageMakerRuntimeClient;
}

/** Runs a test against an endpoint in service, through HTTP and AWS's own clients. */
async function overTheWire(test: (clients: Clients) => Promise<void>): Promise<void> {
  await using aws = new EndpointCloud();
  await using wire = await Wire.listen();
  wire.serve({ cloud: aws.cloud });
  await aws.inService();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const options = { endpoint: wire.endpoint, region: 'us-east-1', maxAttempts: 1, credentials };
  const sagemaker = new SageMakerClient(options);
  const runtime = new SageMakerRuntimeClient(options);
  await test({ aws, sagemaker, runtime });
  sagemaker.destroy();
  runtime.destroy();
}

describe('AWS’s clients', () => {
  it('read an endpoint and its deployment with times as dates', () =>
    overTheWire(async ({ aws, sagemaker }) => {
      await aws.config('green');
      const update = { EndpointName: 'flights', EndpointConfigName: 'green' };
      await sagemaker.send(new UpdateEndpointCommand(update));
      const described = await sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'flights' }));
      expect(described).toMatchObject({
        EndpointStatus: 'Updating',
        CreationTime: new Date('2026-01-05T00:00:00Z'),
        ProductionVariants: [{ VariantName: 'AllTraffic', CurrentWeight: 1, CurrentInstanceCount: 10 }],
        PendingDeploymentSummary: {
          EndpointConfigName: 'green',
          StartTime: new Date('2026-01-05T00:04:00Z'),
          ProductionVariants: [{ VariantStatus: [{ Status: 'Creating', StatusMessage: 'Launching 10 instance(s).' }] }],
        },
      });
      await expect(sagemaker.send(new UpdateEndpointCommand(update))).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringContaining('Cannot update in-progress endpoint'),
      });
      const { Endpoints } = await sagemaker.send(new ListEndpointsCommand({ StatusEquals: 'Updating' }));
      expect(Endpoints).toMatchObject([{ EndpointName: 'flights' }]);
    }));

  it('invoke an endpoint', () =>
    overTheWire(async ({ runtime }) => {
      const output = await runtime.send(
        new InvokeEndpointCommand({ EndpointName: 'flights', Body: '1,2', ContentType: 'text/csv' }),
      );
      expect(output.Body.transformToString()).toBe('blue');
      expect(output).toMatchObject({ ContentType: 'text/csv; charset=utf-8', InvokedProductionVariant: 'AllTraffic' });
    }));

  it('receive a ModelError with what the container said', () =>
    overTheWire(async ({ aws, runtime }) => {
      aws.containers.images.set('blue', {
        answer: (_, response) => void response.writeHead(400).end('no such column'),
      });
      const failed = runtime.send(new InvokeEndpointCommand({ EndpointName: 'flights', Body: '1,2' }));
      const error: unknown = await failed.catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(ModelError);
      expect(error).toMatchObject({ OriginalStatusCode: 400, OriginalMessage: 'no such column' });
    }));

  it('receive a ValidationError for an endpoint that does not exist', () =>
    overTheWire(async ({ runtime }) => {
      const asked = runtime.send(new InvokeEndpointCommand({ EndpointName: 'nowhere', Body: '1' }));
      await expect(asked).rejects.toMatchObject({ name: 'ValidationError' });
    }));
});
