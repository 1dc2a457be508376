import { endpointName } from '#domain/naming.ts';
import type { Cloud, CreateService } from '../../local/cloud.ts';
import { endpointCollection } from '../../local/sagemaker/endpoints/records.ts';
import { servingOf } from '../../local/sagemaker/endpoints/serving.ts';
import { modelError } from '../../local/sagemaker-runtime/model-error.ts';
import type { Dice } from './dice.ts';
import { fakeModelOf, fakeScore } from './fake-jobs.ts';

export interface TrafficOptions {
  readonly stage: string;
  readonly model: string;
  /** A minute. */
  readonly requests: number;
  readonly dice: Dice;
  readonly isHarmful: (version: number) => boolean;
  /** Hears of every tick: which configs got traffic, undefined when there was no endpoint in service. */
  readonly onTick: (shares: ReadonlyMap<string, number> | undefined) => void;
}

interface Request {
  readonly EndpointName: string;
  readonly ContentType: string;
  readonly Body: Uint8Array;
}

const TOPIC = 'simulation.traffic';
const TICK_SECONDS = 20;
/** Share of requests that fail with a harmful version, and with any. */
const HARM = 0.4;
const NOISE = 0.002;

/**
 * Requests as their metrics, by where the endpoint's routing sends them; and InvokeEndpoint for the probes of a first endpoint, and for
 * those of candidates, which answer as their model does.
 */
export function fakeTraffic({ stage, model, requests, dice, isHarmful, onTick }: TrafficOptions): CreateService {
  const name = endpointName(stage, model);
  return (cloud) => {
    const tick = () => {
      cloud.clock.schedule({ at: cloud.clock.now() + TICK_SECONDS * 1000, topic: TOPIC, data: null, background: true });
      const shares = sharesOf(cloud, name);
      onTick(shares);
      for (const [config, share] of shares ?? [])
        send(cloud, config, Math.round((share * requests * TICK_SECONDS) / 60));
    };
    const send = (_: Cloud, config: string, count: number) => {
      if (count === 0) return;
      const rate = isHarmful(versionOf(config)) ? HARM : NOISE;
      let failed = 0;
      for (let request = 0; request < count; request += 1) if (dice.chance(rate)) failed += 1;
      const dimensions = { EndpointName: name, VariantName: 'AllTraffic', EndpointConfigName: config };
      const metric = (metricName: string, value: number, times: number) =>
        times > 0 && cloud.metric({ namespace: 'AWS/SageMaker', name: metricName, dimensions, value, count: times });
      metric('Invocations', 1, count);
      metric('Invocation5XXErrors', 1, failed);
      metric('Invocation5XXErrors', 0, count - failed);
      metric('Invocation4XXErrors', 0, count);
    };
    cloud.clock.on(TOPIC, tick);
    cloud.clock.schedule({ at: cloud.clock.now() + 1, topic: TOPIC, data: null, background: true });
    return {
      id: 'sagemaker-runtime',
      operations: {
        InvokeEndpoint: async ({ EndpointName, ContentType, Body }: Request) => {
          const { fleet, server, variant } = servingOf(cloud).route(EndpointName);
          server.release();
          if (EndpointName !== name) {
            const { bias } = await fakeModelOf(cloud, variant.container.modelDataUrl);
            return { Body: answerOf(cloud, { EndpointName, ContentType, Body }, bias), ContentType: 'text/csv' };
          }
          const fails = isHarmful(versionOf(fleet.configName)) && dice.chance(HARM);
          const rows = Buffer.from(Body).toString().trim().split('\n');
          return { Body: Buffer.from(rows.map(() => (fails ? 'nan\n' : '700\n')).join('')), ContentType: 'text/csv' };
        },
      },
    };
  };
}

/** A container that reads CSV of numbers and nothing else. */
function answerOf(cloud: Cloud, { EndpointName, ContentType, Body }: Request, bias: number): string {
  const rows = Buffer.from(Body).toString().trim().split('\n');
  const readable = rows.every((row) => row.split(',').every((value) => Number.isFinite(Number(value))));
  if (ContentType !== 'text/csv' || !readable) {
    throw modelError(cloud, EndpointName, { status: 415, message: 'Not CSV of numbers.' });
  }
  return rows.map((row) => `${fakeScore(row.split(','), bias)}\n`).join('');
}

function sharesOf(cloud: Cloud, name: string): ReadonlyMap<string, number> | undefined {
  if (!endpointCollection(cloud).has(name)) return undefined;
  return new Map(
    servingOf(cloud)
      .shares(name)
      .map(({ EndpointConfigName, share }) => [EndpointConfigName, share]),
  );
}

export function versionOf(configName: string): number {
  return Number(/-v(\d+)$/.exec(configName)?.[1] ?? 0);
}
