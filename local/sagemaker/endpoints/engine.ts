import type { Cloud } from '../../cloud.ts';
import { openTags } from '../tags.ts';
import { anyInAlarm } from './alarms.ts';
import { durations } from './durations.ts';
import { emitDeployment, emitState } from './endpoint-events.ts';
import { type InferenceServers, keyOf, servedVariants } from './inference-servers.ts';
import { type EndpointRecord, endpointCollection } from './records.ts';
import {
  advance,
  currentPhase,
  type Deploying,
  failCreation,
  isDeploying,
  phaseEndsAt,
  prolong,
  rollBack,
  rollBackFailed,
} from './transitions.ts';

const TOPIC = 'sagemaker.endpoint';

/** Carries endpoints along their timelines. An endpoint has at most one timer, and only while something is under way. */
export interface EndpointEngine {
  /** Stores what an operation made of an endpoint at a virtual time and takes it from there. */
  commit(after: EndpointRecord, at: number): void;
  /** Starts the servers a killed process took with it. */
  resume(): void;
}

export function createEngine(cloud: Cloud, servers: InferenceServers): EndpointEngine {
  const { clock, store } = cloud;
  const endpoints = endpointCollection(cloud);
  clock.on(TOPIC, (name, at) => look(String(name), at));

  async function look(name: string, at: number): Promise<void> {
    const endpoint = endpoints.get(name);
    if (endpoint === undefined) return;
    if (isDeploying(endpoint)) return lookAtDeployment(endpoint, at);
    if (endpoint.changeEndsAt === undefined || at < endpoint.changeEndsAt) return;
    if (endpoint.status === 'Deleting') return remove(endpoint);
    commit(completeChange(endpoint, at), at);
  }

  function remove({ name, arn }: EndpointRecord): void {
    store.transaction(() => {
      endpoints.delete(name);
      openTags(cloud).remove(arn);
    });
  }

  async function lookAtDeployment(endpoint: Deploying, at: number): Promise<void> {
    const { deployment } = endpoint;
    const { kind } = currentPhase(deployment);
    const ending = kind === 'Terminating' || kind === 'RollingBack';
    if (!ending && (await mustRollBack(endpoint, at))) return commit(tryRollBack(endpoint, at), at);
    if (at < phaseEndsAt(deployment)) return schedule(endpoint, nextLook(endpoint, at));
    if (kind !== 'Creating') return commit(advance(endpoint, at), at);
    if (deployment.startFailure !== undefined) {
      return commit(endpoint.live === undefined ? failCreation(endpoint, at) : tryRollBack(endpoint, at), at);
    }
    const failure = await startFleet(endpoint);
    commit(failure === undefined ? advance(endpoint, at) : prolong(endpoint, failure), at);
  }

  /** Only an update can go back. Its alarms are looked at when it starts and while traffic moves or bakes. */
  async function mustRollBack({ live, deployment }: Deploying, at: number): Promise<boolean> {
    if (live === undefined) return false;
    if (at >= deployment.deadline) return true;
    const watched = at === deployment.startedAt || currentPhase(deployment).kind !== 'Creating';
    return watched && (await anyInAlarm(cloud, deployment.alarms));
  }

  function tryRollBack(endpoint: Deploying, at: number): EndpointRecord {
    const subject = { EndpointName: endpoint.name, EndpointConfigName: endpoint.deployment.fleet.configName };
    const error = cloud.fault({ service: 'sagemaker', operation: 'RollBackEndpoint', subject })?.error;
    return error === undefined ? rollBack(endpoint, at) : rollBackFailed(endpoint, at, error.message);
  }

  async function startFleet({ name, deployment: { fleet } }: Deploying): Promise<string | undefined> {
    const served = fleet.variants.map((variant) => ({ endpoint: name, fleet, variant }));
    const failures = await Promise.all(served.map((one) => servers.start(one)));
    const failure = failures.find((reason) => reason !== undefined);
    if (failure !== undefined) for (const one of served) servers.stop(one);
    return failure;
  }

  function commit(after: EndpointRecord, at: number): void {
    const before = endpoints.get(after.name);
    const begins = isDeploying(after) && before?.deployment?.fleet.id !== after.deployment.fleet.id;
    store.transaction(() => {
      endpoints.set(after.name, after);
      // Alarms that are in ALARM when a deployment starts count at once.
      schedule(after, begins ? at : nextLook(after, at));
    });
    const needed = new Set(servedVariants(after).map(keyOf));
    for (const served of before === undefined ? [] : servedVariants(before)) {
      if (!needed.has(keyOf(served))) servers.stop(served);
    }
    if (before?.status !== after.status) emitState(cloud, after);
    const step = stepOf(after);
    if (step !== undefined && (before === undefined || stepOf(before) !== step)) emitDeployment(cloud, after);
  }

  function schedule(endpoint: EndpointRecord, at: number | undefined): void {
    const id = `${TOPIC}/${endpoint.name}`;
    if (at === undefined) clock.cancel(id);
    else clock.schedule({ id, at, topic: TOPIC, data: endpoint.name });
  }

  function resume(): void {
    // The rest of very many starts with its first request.
    const served = endpoints.values().flatMap(servedVariants).slice(0, servers.limit);
    for (const one of served) void servers.start(one);
  }

  return { commit, resume };
}

/** When something happens to the endpoint next, undefined when nothing is under way. */
function nextLook(endpoint: EndpointRecord, now: number): number | undefined {
  if (!isDeploying(endpoint)) return endpoint.changeEndsAt;
  const { deployment } = endpoint;
  const { kind } = currentPhase(deployment);
  const end = phaseEndsAt(deployment);
  if (kind === 'Creating') return endpoint.live === undefined ? end : Math.min(end, deployment.deadline);
  if (kind === 'Terminating' || kind === 'RollingBack') return end;
  const polls = Math.floor((now - deployment.phaseStartedAt) / (durations.alarmPoll * 1000)) + 1;
  return Math.min(end, deployment.deadline, deployment.phaseStartedAt + polls * durations.alarmPoll * 1000);
}

/** What a deployment event tells: the phase of a deployment, or a change of weights and capacities. */
function stepOf(endpoint: EndpointRecord): string | undefined {
  if (isDeploying(endpoint)) return `${endpoint.deployment.fleet.id} ${endpoint.deployment.phase}`;
  return endpoint.status === 'Updating' ? `change until ${endpoint.changeEndsAt}` : undefined;
}

function completeChange({ changeEndsAt, ...endpoint }: EndpointRecord, at: number): EndpointRecord {
  const { live } = endpoint;
  if (live === undefined) return endpoint;
  const variants = live.variants.map((variant) => ({
    ...variant,
    weight: variant.desiredWeight,
    instances: variant.desiredInstances,
  }));
  return { ...endpoint, status: 'InService', modifiedAt: at, live: { ...live, variants } };
}
