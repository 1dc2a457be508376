import type { Workflows } from '#aws/workflows.ts';

export interface FakeWorkflows extends Workflows {
  readonly started: { readonly stateMachine: string; readonly name: string; readonly input: unknown }[];
  /** Status by execution ARN. */
  readonly statuses: Map<string, string>;
  readonly answers: { readonly token: string; readonly answer: unknown }[];
}

/** Step Functions in memory: names are taken once. */
export function fakeWorkflows(): FakeWorkflows {
  const fake: FakeWorkflows = {
    started: [],
    statuses: new Map(),
    answers: [],
    async start(stateMachine, name, input) {
      const executionArn = `${stateMachine}:${name}`;
      if (fake.started.some((one) => one.stateMachine === stateMachine && one.name === name)) {
        return { outcome: 'exists', executionArn };
      }
      fake.started.push({ stateMachine, name, input });
      return { outcome: 'started', executionArn };
    },
    status: async (arn) => fake.statuses.get(arn),
    async succeed(token, answer) {
      fake.answers.push({ token, answer });
      return 'answered';
    },
    async fail(token, answer) {
      fake.answers.push({ token, answer });
      return 'answered';
    },
  };
  return fake;
}
