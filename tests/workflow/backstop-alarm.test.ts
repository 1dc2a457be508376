import { describe, expect, it } from 'vitest';
import { deploymentAlarms } from '#domain/release-plan/alarms.ts';
import { type Answered, BLUE, GREEN, measuredCloud } from './measured-cloud.ts';

const NAME = `${GREEN.configName}-backstop`;

/** SageMaker's metrics can be seen 15 s after their minute. */
const SEEN = 16;

interface Period {
  readonly green?: Answered;
  readonly blue?: Answered;
}

/** The alarm's state after each period of a deployment, as CloudWatch sees it. */
async function states(periods: readonly Period[], metricsEverySeconds = 60): Promise<(string | undefined)[]> {
  await using cloud = await measuredCloud({ metricsEverySeconds });
  const specs = deploymentAlarms({ ...GREEN, blueConfigName: BLUE.configName, metricsEverySeconds });
  await cloud.alarms.put(specs.find(({ name }) => name === NAME)!);
  const seen: (string | undefined)[] = [];
  for (const [index, { green, blue }] of periods.entries()) {
    await cloud.until(index * metricsEverySeconds + 1);
    if (green !== undefined) cloud.publish(GREEN, green);
    if (blue !== undefined) cloud.publish(BLUE, blue);
    if (index > 0 && metricsEverySeconds === 60) {
      await cloud.until(index * metricsEverySeconds + SEEN);
      seen.push((await cloud.alarms.states([NAME])).get(NAME));
    }
  }
  await cloud.until(periods.length * metricsEverySeconds + SEEN);
  return [...seen, (await cloud.alarms.states([NAME])).get(NAME)];
}

const blue = { requests: 270, failures: 2 };
const burning = { green: { requests: 30, failures: 15 }, blue };
const fine = { green: { requests: 30 }, blue };
const times = (count: number, period: Period) => Array.from({ length: count }, () => period);

describe('the backstop alarm', () => {
  it('is OK before green has traffic, and while green does as blue', async () => {
    expect(await states([{}, { blue }, fine, fine])).toEqual(['OK', 'OK', 'OK', 'OK']);
  });

  it('is raised by two consecutive minutes of more than 10 points more 5xx, and not by one', async () => {
    expect(await states([fine, burning, burning])).toEqual(['OK', 'OK', 'ALARM']);
    expect(await states([burning, fine, burning, fine])).toEqual(['OK', 'OK', 'OK', 'OK']);
  });

  it('takes blue without data as 0, also where blue never had any', async () => {
    const { green } = burning;
    expect(await states([{ green }, { green }])).toEqual(['OK', 'ALARM']);
    expect(await states([fine, { green }, { green }])).toEqual(['OK', 'OK', 'ALARM']);
  });

  it('is not raised by an outage of both', async () => {
    const both = { green: { requests: 30, failures: 15 }, blue: { requests: 270, failures: 130 } };
    expect(await states(times(3, both))).toEqual(['OK', 'OK', 'OK']);
  });

  it('is not raised by exactly 10 points, nor on fewer than 20 requests', async () => {
    const exactly = { green: { requests: 30, failures: 3 }, blue: { requests: 270 } };
    expect(await states(times(2, exactly))).toEqual(['OK', 'OK']);
    expect(await states(times(2, { green: { requests: 19, failures: 19 }, blue }))).toEqual(['OK', 'OK']);
    expect(await states(times(2, { green: { requests: 20, failures: 20 }, blue }))).toEqual(['OK', 'ALARM']);
  });

  it('does not take silence for harm, and is OK again when the harm is over', async () => {
    expect(await states([fine, {}, {}, {}, {}])).toEqual(['OK', 'OK', 'OK', 'OK', 'OK']);
    expect((await states([burning, burning, fine, fine])).at(-1)).toBe('OK');
  });
});

describe('the backstop alarm on metrics of every 10 s', () => {
  const tenth = { requests: 5, failures: 3 };
  const calm = { green: { requests: 5 }, blue: { requests: 45 } };
  const harm = { green: tenth, blue: { requests: 45 } };

  it('is raised by two minutes, whole ones of the clock or not', async () => {
    expect(await states([...times(4, calm), ...times(12, harm)], 10)).toEqual(['ALARM']);
  });

  it('is raised though two of the periods show less, but not by a minute', async () => {
    expect(await states([...times(5, harm), ...times(2, calm), ...times(5, harm)], 10)).toEqual(['ALARM']);
    expect(await states([...times(6, calm), ...times(7, harm)], 10)).toEqual(['OK']);
  });
});
