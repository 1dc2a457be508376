import type { DataCaptureConfig } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { EndpointCloud } from '../sagemaker/endpoints/testing/endpoint-cloud.ts';

const capture = (rest: Partial<DataCaptureConfig> = {}): DataCaptureConfig => ({
  InitialSamplingPercentage: 100,
  DestinationS3Uri: 's3://data/captured',
  CaptureOptions: [{ CaptureMode: 'Input' }, { CaptureMode: 'Output' }],
  CaptureContentTypeHeader: { CsvContentTypes: ['text/csv'] },
  ...rest,
});

async function capturing(config: DataCaptureConfig = capture()): Promise<EndpointCloud> {
  const aws = new EndpointCloud();
  await aws.config('blue', {}, { DataCaptureConfig: config });
  await aws.call('CreateEndpoint', { EndpointName: 'flights', EndpointConfigName: 'blue' });
  await aws.cloud.clock.runUntilIdle();
  return aws;
}

const records = (aws: EndpointCloud) =>
  [...aws.objects.values()].flatMap((body) =>
    body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  );

describe('data capture', () => {
  it('writes requests and answers as JSON lines, one file a minute', async () => {
    await using aws = await capturing();
    await aws.invoke({ Body: Buffer.from('1,2'), InferenceId: 'row-7' });
    await aws.invoke({ Body: Buffer.from('3,4') });
    expect(aws.objects.size).toBe(0);
    await aws.pass(60);
    expect([...aws.objects.keys()]).toEqual([
      expect.stringMatching(/^data\/captured\/flights\/AllTraffic\/2026\/01\/05\/00\/04-00-000-[0-9a-f-]{36}\.jsonl$/),
    ]);
    expect(records(aws)).toMatchObject([
      {
        captureData: {
          endpointInput: { observedContentType: 'text/csv', mode: 'INPUT', data: '1,2', encoding: 'CSV' },
          endpointOutput: {
            observedContentType: 'text/csv; charset=utf-8',
            mode: 'OUTPUT',
            data: 'blue',
            encoding: 'CSV',
          },
        },
        eventMetadata: { inferenceId: 'row-7', inferenceTime: '2026-01-05T00:04:00Z' },
        eventVersion: '0',
      },
      { captureData: { endpointInput: { data: '3,4' } } },
    ]);
  });

  it('is base64 for content types it was not told about', async () => {
    await using aws = await capturing(capture({ CaptureContentTypeHeader: {} }));
    await aws.invoke({ Body: Buffer.from('1,2') });
    await aws.pass(60);
    expect(records(aws)).toMatchObject([{ captureData: { endpointInput: { data: 'MSwy', encoding: 'BASE64' } } }]);
  });

  it('takes only the sides it was told to', async () => {
    await using aws = await capturing(capture({ CaptureOptions: [{ CaptureMode: 'Output' }] }));
    await aws.invoke();
    await aws.pass(60);
    expect(records(aws)).toEqual([
      expect.objectContaining({ captureData: { endpointOutput: expect.objectContaining({ data: 'blue' }) } }),
    ]);
  });

  it('takes a sample', async () => {
    await using aws = await capturing(capture({ InitialSamplingPercentage: 20 }));
    for (let request = 0; request < 200; request++) await aws.invoke();
    await aws.pass(60);
    // Binomial(200, 0.2): 40 expected, standard deviation 6.
    expect(records(aws).length).toBeGreaterThan(15);
    expect(records(aws).length).toBeLessThan(65);
  });

  it('takes nothing when it is disabled, nor of failed requests', async () => {
    await using off = await capturing(capture({ EnableCapture: false }));
    await off.invoke();
    await off.pass(60);
    expect(off.objects.size).toBe(0);
    await using failing = await capturing();
    failing.containers.images.set('blue', { answer: (_, response) => void response.writeHead(500).end() });
    await failing.invoke().catch(() => {});
    await failing.pass(60);
    expect(failing.objects.size).toBe(0);
  });

  it('begins another file when one grows large', async () => {
    await using aws = await capturing();
    await aws.invoke({ Body: Buffer.alloc(4_000_000, '1') });
    await aws.pass(0);
    expect(aws.objects.size).toBe(1);
    await aws.invoke({ Body: Buffer.from('2') });
    await aws.pass(60);
    expect(aws.objects.size).toBe(2);
  });

  it('does not make time pass', async () => {
    await using aws = await capturing();
    const before = aws.cloud.clock.now();
    await aws.invoke();
    expect(await aws.cloud.clock.runUntilIdle()).toBe(before);
  });

  it('writes what is open at the end', async () => {
    const aws = await capturing();
    await aws.invoke();
    await aws[Symbol.asyncDispose]();
    expect(records(aws)).toHaveLength(1);
  });

  it('says in the endpoint’s log what it lost', async () => {
    await using aws = await capturing(capture({ DestinationS3Uri: 's3://missing/captured' }));
    await aws.invoke();
    await aws.pass(60);
    expect(aws.logs.at(-1)).toBe(
      'Data capture lost 1 records: s3://missing/captured cannot be written: The specified bucket does not exist',
    );
  });
});
