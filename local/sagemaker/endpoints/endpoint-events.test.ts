import { describe, expect, it } from 'vitest';
import type { ServiceEvent } from '../../cloud.ts';
import { EndpointCloud } from './testing/endpoint-cloud.ts';

const of = (events: readonly ServiceEvent[], detailType: string) =>
  events.filter((event) => event.detailType === `SageMaker Endpoint ${detailType}`).map(({ detail }) => detail);

const deployment = {
  BlueGreenUpdatePolicy: {
    TrafficRoutingConfiguration: {
      Type: 'CANARY' as const,
      WaitIntervalInSeconds: 600,
      CanarySize: { Type: 'INSTANCE_COUNT' as const, Value: 1 },
    },
  },
};

describe('the events of an endpoint', () => {
  it('tell its status in capitals, its fleet and its times as numbers', async () => {
    await using aws = new EndpointCloud();
    await aws.config('blue');
    await aws.call('CreateEndpoint', {
      EndpointName: 'flights',
      EndpointConfigName: 'blue',
      Tags: [{ Key: 'model', Value: 'flights' }],
    });
    const created = aws.cloud.clock.now();
    const done = await aws.cloud.clock.runUntilIdle();
    const [creating, inService] = aws.events.filter(
      ({ detailType }) => detailType === 'SageMaker Endpoint State Change',
    );
    expect(creating?.detail).toMatchObject({ EndpointStatus: 'CREATING' });
    expect(inService).toEqual({
      source: 'aws.sagemaker',
      detailType: 'SageMaker Endpoint State Change',
      resources: ['arn:aws:sagemaker:us-east-1:000000000000:endpoint/flights'],
      detail: {
        EndpointName: 'flights',
        EndpointArn: 'arn:aws:sagemaker:us-east-1:000000000000:endpoint/flights',
        EndpointConfigName: 'blue',
        ProductionVariants: [{ VariantName: 'AllTraffic', DesiredWeight: 1, DesiredInstanceCount: 10 }],
        EndpointStatus: 'IN_SERVICE',
        CreationTime: created,
        LastModifiedTime: done,
        Tags: { model: 'flights' },
      },
    });
  });

  it('tell each phase of a deployment', async () => {
    await using aws = new EndpointCloud();
    await aws.inService();
    await aws.config('green');
    aws.events.length = 0;
    await aws.update('green', deployment);
    await aws.cloud.clock.runUntilIdle();
    const pending = of(aws.events, 'Deployment State Change').map(
      ({ PendingDeploymentSummary }) =>
        (PendingDeploymentSummary as { ProductionVariants: { VariantStatus?: { Status: string }[] }[] })
          .ProductionVariants[0]?.VariantStatus?.[0]?.Status,
    );
    expect(pending).toEqual(['Creating', 'ActivatingTraffic', 'Baking', 'ActivatingTraffic', 'Baking', undefined]);
    expect(of(aws.events, 'State Change').map(({ EndpointStatus }) => EndpointStatus)).toEqual([
      'UPDATING',
      'IN_SERVICE',
    ]);
  });

  it('name the configuration in service and the one being deployed', async () => {
    await using aws = new EndpointCloud();
    await aws.inService();
    await aws.config('green');
    await aws.update('green', deployment);
    const started = aws.cloud.clock.now();
    expect(of(aws.events, 'Deployment State Change').at(-1)).toMatchObject({
      EndpointConfigName: 'blue',
      EndpointStatus: 'UPDATING',
      PendingDeploymentSummary: { EndpointConfigName: 'green', StartTime: started },
    });
  });
});
