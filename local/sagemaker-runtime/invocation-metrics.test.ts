import { describe, expect, it } from 'vitest';
import { durations } from '../sagemaker/endpoints/durations.ts';
import { EndpointCloud } from '../sagemaker/endpoints/testing/endpoint-cloud.ts';

const both = { EndpointName: 'flights', VariantName: 'AllTraffic' };

describe('the metrics of an invocation', () => {
  it('are published for the variant, and for the variant of its configuration', async () => {
    await using aws = new EndpointCloud();
    await aws.inService();
    await aws.invoke();
    const invocations = aws.metrics.filter(({ name }) => name === 'Invocations');
    expect(invocations).toMatchObject([
      { namespace: 'AWS/SageMaker', dimensions: both, value: 1, at: aws.cloud.clock.now() },
      { namespace: 'AWS/SageMaker', dimensions: { ...both, EndpointConfigName: 'blue' }, value: 1 },
    ]);
  });

  it('count errors as 1 and everything else as 0, so that their average is a rate', async () => {
    await using aws = new EndpointCloud();
    await aws.inService();
    const statuses = [200, 400, 500];
    aws.containers.images.set('blue', {
      answer: ({ body }, response) => void response.writeHead(Number(body.toString())).end(),
    });
    for (const status of statuses) await aws.invoke({ Body: Buffer.from(`${status}`) }).catch(() => {});
    const values = (name: string) =>
      aws.metrics
        .filter((datum) => datum.name === name && datum.dimensions.EndpointConfigName === undefined)
        .map(({ value }) => value);
    expect(values('Invocations')).toEqual([1, 1, 1]);
    expect(values('Invocation4XXErrors')).toEqual([0, 1, 0]);
    expect(values('Invocation5XXErrors')).toEqual([0, 0, 1]);
    expect(values('InvocationModelErrors')).toEqual([0, 1, 1]);
    expect(values('InvocationsPerInstance')).toEqual([0.1, 0.1, 0.1]);
  });

  it('give latencies in microseconds', async () => {
    await using aws = new EndpointCloud();
    await aws.inService();
    aws.containers.images.set('blue', { answer: (_, response) => void setTimeout(() => response.end(), 20) });
    await aws.invoke();
    const [model, overhead] = ['ModelLatency', 'OverheadLatency'].map((name) =>
      aws.metrics.find((one) => one.name === name),
    );
    expect(model).toMatchObject({ unit: 'Microseconds' });
    expect(model?.value).toBeGreaterThan(19_000);
    expect(overhead?.value).toBeLessThan(model?.value ?? 0);
  });

  it('say nothing of a fleet before its first traffic', async () => {
    await using aws = new EndpointCloud();
    await aws.inService();
    await aws.config('green');
    await aws.update('green');
    await aws.pass(durations.provisioning);
    await aws.invoke();
    const configs = () => new Set(aws.metrics.map(({ dimensions }) => dimensions.EndpointConfigName));
    expect(configs()).toEqual(new Set([undefined, 'blue']));
    await aws.pass(durations.activation);
    await aws.invoke();
    expect(configs()).toEqual(new Set([undefined, 'blue', 'green']));
  });

  it('have a resolution of one second with enhanced metrics', async () => {
    await using aws = new EndpointCloud();
    const MetricsConfig = { EnableEnhancedMetrics: true, MetricPublishFrequencyInSeconds: 10 };
    await aws.config('blue', {}, { MetricsConfig });
    await aws.call('CreateEndpoint', { EndpointName: 'flights', EndpointConfigName: 'blue' });
    await aws.cloud.clock.runUntilIdle();
    await aws.invoke();
    expect(new Set(aws.metrics.map(({ storageResolution }) => storageResolution))).toEqual(new Set([1]));
  });
});
