import type { Endpoints, EndpointUpdate, ServingConfig } from '#aws/endpoints.ts';
import { type EndpointState, isAtRest } from '#domain/release-plan/endpoint-state.ts';

/** SageMaker's endpoints in memory. Nothing moves by itself: a test says when a deployment bakes, ends or goes back. */
export interface FakeEndpoints extends Endpoints {
  readonly models: Set<string>;
  readonly configs: Map<string, ServingConfig>;
  readonly states: Map<string, EndpointState>;
  readonly updates: EndpointUpdate[];
  readonly deleted: string[];
  /** The deployment under way comes to one of SageMaker's waits. */
  readonly bake: (endpointName: string, since: Date) => void;
  /** It succeeds: what was pending serves. */
  readonly finish: (endpointName: string) => void;
  /** SageMaker goes back, silently. */
  readonly goBack: (endpointName: string) => void;
}

export function fakeEndpoints(): FakeEndpoints {
  const states = new Map<string, EndpointState>();
  const must = (name: string) => {
    const state = states.get(name);
    if (state === undefined) throw new Error(`Could not find endpoint "${name}".`);
    return state;
  };
  const settle = (name: string, configName: string) =>
    states.set(name, { status: 'InService', configName, failureReason: '' });
  const fake: FakeEndpoints = {
    models: new Set(),
    configs: new Map(),
    states,
    updates: [],
    deleted: [],
    bake(name, since) {
      const state = must(name);
      const pending = { configName: state.pending?.configName ?? state.configName, bakingSince: since.toISOString() };
      states.set(name, { ...state, pending });
    },
    finish: (name) => settle(name, must(name).pending?.configName ?? must(name).configName),
    goBack: (name) => settle(name, must(name).configName),
    describe: async (name) => states.get(name),
    async ensureVersionModel({ name }) {
      fake.models.add(name);
    },
    modelExists: async (name) => fake.models.has(name),
    async ensureConfig(config) {
      if (!fake.configs.has(config.name)) fake.configs.set(config.name, config);
    },
    metricsEverySeconds: async (name) => fake.configs.get(name)?.metricsEverySeconds ?? 60,
    async deleteConfig(name) {
      fake.configs.delete(name);
    },
    async create(name, configName) {
      if (states.has(name)) return 'busy';
      states.set(name, { status: 'Creating', configName, failureReason: '' });
      return 'started';
    },
    async update(update) {
      const state = must(update.endpointName);
      if (!isAtRest(state)) return 'busy';
      fake.updates.push(update);
      const pending = { configName: update.configName };
      states.set(update.endpointName, { ...state, status: 'Updating', pending });
      return 'started';
    },
    async delete(name) {
      fake.deleted.push(name);
      states.delete(name);
      return 'started';
    },
  };
  return fake;
}
