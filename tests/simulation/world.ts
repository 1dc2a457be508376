import { endpointName } from '#domain/naming.ts';
import { logger } from '#functions/observability.ts';
import type { Clock } from '../../local/clock/clock.ts';
import type { Cloud, CreateService } from '../../local/cloud.ts';
import { createCloudWatch } from '../../local/cloudwatch/service.ts';
import { createEventBridge } from '../../local/eventbridge/service.ts';
import { createLogs } from '../../local/logs/service.ts';
import { createS3 } from '../../local/s3/service.ts';
import { createEndpointOperations } from '../../local/sagemaker/endpoints/operations.ts';
import { createJobOperations } from '../../local/sagemaker/jobs/job-operations.ts';
import { createModelOperations } from '../../local/sagemaker/models.ts';
import { createRegistryOperations } from '../../local/sagemaker/registry/registry-operations.ts';
import { resolveModel } from '../../local/sagemaker/resolve-model.ts';
import { createTagOperations } from '../../local/sagemaker/tags.ts';
import { createSns } from '../../local/sns/service.ts';
import { createStepFunctions } from '../../local/stepfunctions/service.ts';
import { createTestCloud, TEST_START } from '../../local/testing/test-cloud.ts';
import { catalogOf, MODEL } from './catalog.ts';
import { createChaos } from './chaos.ts';
import { STAGE, simulatedDeps } from './deps.ts';
import { diceOf } from './dice.ts';
import { fakeJobs } from './fake-jobs.ts';
import { fakeTraffic } from './fake-traffic.ts';
import { simulatedFunctions } from './functions.ts';
import { furnishedFolder } from './furnish.ts';
import { type History, recorded } from './history.ts';
import { simulatedLambda } from './lambda.ts';
import { simulatedRequests } from './requests.ts';
import type { Schedule } from './schedule.ts';

export type World = Awaited<ReturnType<typeof createWorld>>;

/** The whole product on the embedded AWS in this process, in the hands of one schedule. */
export async function createWorld(schedule: Schedule) {
  logger.setLogLevel('SILENT');
  const { seed } = schedule;
  const history: History = { effects: [], servings: [], trace: [] };
  const minute = () => (cloud.clock.now() - TEST_START) / 60_000;
  const trace = (line: string) => void history.trace.push(`${minute().toFixed(2).padStart(7)} ${line}`);
  const chaos = createChaos({ schedule, dice: diceOf(seed, 2), minute });
  let trained = 0;
  const bias = new Map<string, number>();
  const biasOf = (job: string) => {
    if (!bias.has(job)) bias.set(job, schedule.weak[trained++ % schedule.weak.length] ? 900 : 0);
    return bias.get(job) ?? 0;
  };
  const onTick = (shares: ReadonlyMap<string, number> | undefined) => {
    const configs = [...(shares ?? new Map()).keys()].sort();
    if (configs.join() === (history.servings.at(-1)?.configs ?? []).join()) return;
    history.servings.push({ at: cloud.clock.now(), configs });
    trace(`traffic goes to ${configs.join(' and ') || 'nobody'}`);
  };
  const note = (create: CreateService) =>
    recorded(create, (effect) => {
      history.effects.push(effect);
      trace(`${effect.operation} ${summary(effect.input)}`);
    });
  const make = (directory: string) =>
    createTestCloud({
      directory,
      seed,
      fault: (point) => {
        const fault = chaos.fault(point);
        if (fault !== undefined)
          trace(`fault ${fault.id} ${point.service}:${point.operation} ${point.subject.Key ?? ''}`);
        return fault;
      },
      services: [
        createS3,
        createLogs,
        createSns,
        createCloudWatch,
        createEventBridge,
        simulatedLambda({ functions: () => functions, chaos, dice: diceOf(seed, 3), trace }),
        note((parts) => createStepFunctions(withoutHolding(parts))),
        note((parts) => fakeSageMaker(parts, biasOf)),
        fakeTraffic({
          stage: STAGE,
          model: MODEL,
          requests: schedule.requests,
          dice: diceOf(seed, 4),
          isHarmful: (version) => schedule.harmful[version % schedule.harmful.length] === true,
          onTick,
        }),
      ],
    });
  const folder = await furnishedFolder(make);
  const cloud = make(folder.directory);
  const requestHandler = simulatedRequests(cloud, { dice: diceOf(seed, 5), log: trace });
  const deps = simulatedDeps(cloud, catalogOf(schedule), { requestHandler });
  const functions = simulatedFunctions(deps);
  return {
    cloud,
    deps,
    history,
    trace,
    schedule,
    endpoint: endpointName(STAGE, MODEL),
    async [Symbol.asyncDispose]() {
      await cloud[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}

/** A task's function lets time pass between its calls, so a task must not hold the clock as a whole. */
function withoutHolding(cloud: Cloud): Cloud {
  const clock = new Proxy(cloud.clock, {
    get(target, property) {
      if (property === 'holding') return (_: string, work: () => Promise<unknown>) => work();
      const value = Reflect.get(target, property, target) as unknown;
      return typeof value === 'function' ? value.bind(target) : value;
    },
  }) as Clock;
  return { ...cloud, clock };
}

function fakeSageMaker(cloud: Cloud, biasOf: (job: string) => number) {
  const jobs = createJobOperations(cloud, fakeJobs(cloud, biasOf));
  const endpoints = createEndpointOperations(cloud, {
    resolveModel: (name) => resolveModel(cloud, name),
    startContainer: async () => ({ port: 1, stop: async () => {}, onExit: () => {} }),
  });
  return {
    id: 'sagemaker' as const,
    operations: {
      ...createRegistryOperations(cloud),
      ...createModelOperations(cloud),
      ...createTagOperations(cloud),
      ...jobs.operations,
      ...endpoints.operations,
    },
    close: async () => void (await Promise.all([jobs.close(), endpoints.close()])),
  };
}

const NAMES = ['name', 'TrainingJobName', 'TransformJobName', 'ModelPackageArn', 'EndpointName'] as const;

function summary(input: Readonly<Record<string, unknown>>): string {
  const name = NAMES.map((key) => input[key]).find((value) => value !== undefined);
  const more = [input.EndpointConfigName, input.ModelApprovalStatus].filter((value) => value !== undefined);
  return [String(name ?? ''), ...more].join(' ');
}
