import type { ProbeEndpoint, ProbeEndpoints } from '#aws/probe-endpoints.ts';
import type { EndpointState } from '#domain/release-plan/endpoint-state.ts';

/** SageMaker's endpoints as the probe sees them, in memory. Nothing moves by itself: a test sets the states. */
export interface FakeProbeEndpoints extends ProbeEndpoints {
  readonly states: Map<string, EndpointState>;
  readonly configs: Map<string, ProbeEndpoint>;
  /** Names given to `create`, in order. */
  readonly created: string[];
  /** What `create` answers instead of creating. */
  refuses: 'no-capacity' | 'not-yet' | undefined;
  /** It comes to be served. */
  readonly serve: (name: string) => void;
  readonly fail: (name: string, failureReason: string) => void;
}

export function fakeProbeEndpoints(): FakeProbeEndpoints {
  const fake: FakeProbeEndpoints = {
    states: new Map(),
    configs: new Map(),
    created: [],
    refuses: undefined,
    serve: (name) => void fake.states.set(name, { status: 'InService', configName: name, failureReason: '' }),
    fail: (name, failureReason) => void fake.states.set(name, { status: 'Failed', configName: name, failureReason }),
    describe: async (name) => fake.states.get(name),
    async create(endpoint) {
      fake.configs.set(endpoint.name, endpoint);
      if (fake.refuses !== undefined) return fake.refuses;
      fake.created.push(endpoint.name);
      fake.states.set(endpoint.name, { status: 'Creating', configName: endpoint.name, failureReason: '' });
      return 'created';
    },
    async remove(name) {
      if (fake.states.get(name)?.status === 'Creating') return 'busy';
      fake.states.delete(name);
      fake.configs.delete(name);
      return 'removed';
    },
    async *list(containing) {
      const names = [...fake.states.keys(), ...fake.configs.keys()];
      for (const name of names) if (name.includes(containing)) yield { name, arn: `arn:${name}` };
    },
    tags: async (arn) => fake.configs.get(arn.slice('arn:'.length))?.tags ?? {},
  };
  return fake;
}
