import { describe, expect, it } from 'vitest';
import { durations } from '../sagemaker/endpoints/durations.ts';
import { EndpointCloud } from '../sagemaker/endpoints/testing/endpoint-cloud.ts';

const canary = {
  BlueGreenUpdatePolicy: {
    TrafficRoutingConfiguration: {
      Type: 'CANARY' as const,
      WaitIntervalInSeconds: 600,
      CanarySize: { Type: 'INSTANCE_COUNT' as const, Value: 2 },
    },
  },
};

describe('InvokeEndpoint', () => {
  it('passes the body and the headers of the API on, and the answer back', async () => {
    await using aws = new EndpointCloud();
    await aws.inService();
    aws.containers.images.set('blue', {
      answer: ({ headers, body }, response) => {
        response.setHeader('content-type', 'application/json');
        response.setHeader('x-amzn-sagemaker-custom-attributes', 'c=3');
        const { accept, 'content-type': type, 'x-amzn-sagemaker-custom-attributes': attributes } = headers;
        response.end(JSON.stringify({ accept, type, attributes, body: body.toString() }));
      },
    });
    const output = await aws.cloud.call('sagemaker-runtime', 'InvokeEndpoint', {
      EndpointName: 'flights',
      Body: Buffer.from('1,2'),
      ContentType: 'text/csv',
      Accept: 'application/json',
      CustomAttributes: 'a=1',
    });
    expect(output).toMatchObject({
      ContentType: 'application/json',
      InvokedProductionVariant: 'AllTraffic',
      CustomAttributes: 'c=3',
    });
    expect(JSON.parse(Buffer.from((output as { Body: Uint8Array }).Body).toString())).toEqual({
      accept: 'application/json',
      type: 'text/csv',
      attributes: 'a=1',
      body: '1,2',
    });
  });

  it.each([
    [500, 'server'],
    [400, 'client'],
  ])('answers ModelError when the container answers %i', async (status, side) => {
    await using aws = new EndpointCloud();
    await aws.inService();
    aws.containers.images.set('blue', {
      answer: (_, response) => void response.writeHead(status).end('no such column'),
    });
    await expect(aws.invoke()).rejects.toMatchObject({
      code: 'ModelError',
      status: 424,
      message:
        `Received ${side} error (${status}) from primary with message "no such column". ` +
        'See https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#logEventViewer:group=/aws/sagemaker/Endpoints/flights in account 000000000000 for more information.',
      members: { OriginalStatusCode: status, OriginalMessage: 'no such column' },
    });
  });

  it('answers ValidationError for an endpoint that does not exist', async () => {
    await using aws = new EndpointCloud();
    await expect(aws.invoke({ EndpointName: 'nowhere' })).rejects.toMatchObject({
      code: 'ValidationError',
      message: 'Endpoint nowhere of account 000000000000 not found.',
    });
  });

  it('refuses a body above 25 MB', async () => {
    await using aws = new EndpointCloud();
    await aws.inService();
    await expect(aws.invoke({ Body: new Uint8Array(25 * 1024 * 1024 + 1) })).rejects.toMatchObject({
      code: 'ValidationError',
    });
  });

  it('spreads requests over both fleets of a canary by their instances', async () => {
    await using aws = new EndpointCloud();
    await aws.inService();
    await aws.config('green');
    await aws.update('green', canary);
    await aws.pass(durations.provisioning + durations.activation);
    const answers = await Promise.all(Array.from({ length: 500 }, () => aws.invoke()));
    const green = answers.filter((answer) => answer === 'green').length;
    // Binomial(500, 0.2): 100 expected, standard deviation 9.
    expect(green).toBeGreaterThan(60);
    expect(green).toBeLessThan(140);
  });

  it('follows TargetVariant against the weights', async () => {
    await using aws = new EndpointCloud();
    const common = { InstanceType: 'ml.m5.large', InitialInstanceCount: 1 };
    const variants = ['a', 'b'].map((name, weight) => ({
      VariantName: name,
      ModelName: name,
      InitialVariantWeight: weight,
      ...common,
    }));
    await aws.call('CreateEndpointConfig', { EndpointConfigName: 'two', ProductionVariants: variants });
    await aws.call('CreateEndpoint', { EndpointName: 'flights', EndpointConfigName: 'two' });
    await aws.cloud.clock.runUntilIdle();
    expect(await aws.invoke()).toBe('b');
    expect(await aws.invoke({ TargetVariant: 'a' })).toBe('a');
    await expect(aws.invoke({ TargetVariant: 'c' })).rejects.toThrow('Variant c not found');
  });

  it('loses no request while a deployment shifts traffic and terminates blue', async () => {
    await using aws = new EndpointCloud();
    await aws.inService();
    aws.containers.images.set('blue', { answer: (_, response) => void setTimeout(() => response.end('blue'), 30) });
    await aws.config('green');
    await aws.update('green');
    await aws.pass(durations.provisioning);
    const inFlight = [aws.invoke(), aws.invoke()];
    await aws.pass(durations.activation);
    expect(await aws.invoke()).toBe('green');
    expect(await Promise.all(inFlight)).toEqual(['blue', 'blue']);
  });

  it('answers ModelError for the requests of a server that dies, and serves again', async () => {
    await using aws = new EndpointCloud();
    await aws.inService();
    const dying = new Promise<void>((resolve) => {
      aws.containers.images.set('blue', { answer: () => resolve() });
    });
    const request = aws.invoke();
    await dying;
    aws.containers.images.delete('blue');
    aws.containers.crash('blue');
    await expect(request).rejects.toMatchObject({ code: 'ModelError', members: { OriginalStatusCode: 503 } });
    expect(await aws.invoke()).toBe('blue');
    expect(aws.containers.started).toBe(2);
  });

  it('answers ModelError while a server that died does not start', async () => {
    await using aws = new EndpointCloud();
    await aws.inService();
    aws.containers.images.set('blue', { starts: false });
    aws.containers.crash('blue');
    await expect.poll(() => aws.containers.running).toEqual([]);
    await expect(aws.invoke()).rejects.toMatchObject({ code: 'ModelError', members: { OriginalStatusCode: 503 } });
    aws.containers.images.delete('blue');
    expect(await aws.invoke()).toBe('blue');
  });
});

describe('a fault in front of a container', () => {
  it('strikes the fleet it names as if its container had failed', async () => {
    await using aws = new EndpointCloud({
      fault: ({ operation, subject }) =>
        operation === 'InvokeEndpoint' && subject.fleet === 'green'
          ? { id: 'f', error: { code: 'ModelError', message: 'injected', status: 502 } }
          : undefined,
    });
    await aws.inService();
    await aws.config('green');
    await aws.update('green', canary);
    await aws.pass(durations.provisioning + durations.activation);
    const results = await Promise.allSettled(Array.from({ length: 100 }, () => aws.invoke()));
    const failed = results.filter(({ status }) => status === 'rejected').length;
    const errors = aws.metrics.filter(
      ({ name, dimensions, value }) =>
        name === 'Invocation5XXErrors' && dimensions.EndpointConfigName === 'green' && value === 1,
    );
    expect(failed).toBeGreaterThan(0);
    expect(errors).toHaveLength(failed);
    const blue = aws.metrics.filter(({ dimensions }) => dimensions.EndpointConfigName === 'blue');
    expect(blue.filter(({ name, value }) => name === 'Invocation5XXErrors' && value === 1)).toEqual([]);
  });

  it.each(['drop', 'dropAnswer'])('can lose the answer: %s', async (loss) => {
    let asked = 0;
    await using aws = new EndpointCloud({ fault: () => ({ id: 'lost', [loss]: true }) });
    await aws.inService();
    aws.containers.images.set('blue', {
      answer: (_, response) => {
        asked++;
        response.end();
      },
    });
    await expect(aws.invoke()).rejects.toMatchObject({ code: 'ModelError', members: { OriginalStatusCode: 503 } });
    expect(asked).toBe(loss === 'drop' ? 0 : 1);
  });

  it('can make it slow', async () => {
    await using aws = new EndpointCloud({ fault: () => ({ id: 'slow', delayMs: 40 }) });
    await aws.inService();
    expect(await aws.invoke()).toBe('blue');
    const latency = aws.metrics.find(({ name }) => name === 'ModelLatency')?.value ?? 0;
    expect(latency).toBeGreaterThan(39_000);
  });
});
