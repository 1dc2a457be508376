import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** Adapters by the function that makes them: their file, and what their users call them. */
const adapters: Readonly<Record<string, { readonly file: string; readonly names: readonly string[] }>> = {
  s3ObjectStore: { file: 'aws/object-store.ts', names: ['data', 'store', 'ledgerStore'] },
  stepFunctionsWorkflows: { file: 'aws/workflows.ts', names: ['workflows'] },
  stepFunctionsExecutions: { file: 'aws/executions.ts', names: ['executions'] },
  sageMakerTrainingJobs: { file: 'aws/training-jobs.ts', names: ['trainingJobs'] },
  sageMakerTransformJobs: { file: 'aws/transform-jobs.ts', names: ['transformJobs'] },
  sageMakerJobStopper: { file: 'aws/job-stopper.ts', names: ['jobStopper', 'stopper', 'jobs'] },
  sageMakerModelRegistry: { file: 'aws/sagemaker-model-registry.ts', names: ['registry'] },
  sageMakerEndpoints: { file: 'aws/sagemaker-endpoints.ts', names: ['endpoints'] },
  sageMakerInference: { file: 'aws/inference.ts', names: ['inference'] },
  sageMakerProbeEndpoints: { file: 'aws/probe-endpoints.ts', names: ['probeEndpoints'] },
  sageMakerProbes: { file: 'aws/probes.ts', names: ['probes'] },
  cloudWatchDeploymentAlarms: { file: 'aws/deployment-alarms.ts', names: ['alarms'] },
  cloudWatchDeploymentMetrics: { file: 'aws/deployment-metrics.ts', names: ['metrics'] },
  eventBridgeJudgementRequests: { file: 'aws/judgement-requests.ts', names: ['judgements'] },
  snsNotifications: { file: 'aws/notifications.ts', names: ['notifications'] },
};

const prefixes: Readonly<Record<string, string>> = {
  s3: 's3',
  sfn: 'states',
  sagemaker: 'sagemaker',
  'sagemaker-runtime': 'sagemaker',
  cloudwatch: 'cloudwatch',
  sns: 'sns',
  eventbridge: 'events',
};

/** Where the action of a command has another name, or more than one. */
const otherwise: Readonly<Record<string, readonly string[]>> = {
  's3:HeadObject': ['s3:GetObject'],
  's3:ListObjectsV2': ['s3:ListBucket'],
  's3:ListObjectVersions': ['s3:ListBucketVersions'],
  's3:CopyObject': ['s3:GetObject', 's3:PutObject'],
};

/** What the audit trail does to the ledger bucket for whoever appends to it, and what only some of its methods do. */
const audit = {
  file: 'aws/audit-trail.ts',
  append: ['s3:ListBucket', 's3:GetObject', 's3:PutObject', 's3:PutObjectRetention'],
  methods: { recordDeferred: 's3:DeleteObject', read: 's3:ListBucketVersions' },
} as const;

/** The file and every file of the product whose code it runs: type imports left out. */
export function importGraph(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = readFileSync(file, 'utf8');
  for (const [, specifier = ''] of text.matchAll(/^(?:import|export) (?!type)[^;]*? from '([^']+)'/gms)) {
    const target = specifier.startsWith('#') ? specifier.slice(1) : normalize(join(dirname(file), specifier));
    if (/^[.#]/.test(specifier) && target.endsWith('.ts')) importGraph(target, seen);
  }
  return seen;
}

/** The actions of IAM that each method of an adapter needs, by the SDK commands it sends itself or through the file's other functions. */
function methodsOf(file: string): Map<string, Set<string>> {
  const text = readFileSync(file, 'utf8');
  const client = prefixes[/'@aws-sdk\/client-([\w-]+)'/.exec(text)?.[1] ?? ''];
  // A method of the returned object, a helper inside the factory, or one beside it.
  const start =
    /^(?: {4}(?:async )?\*?(\w+)\([^)]*\) \{$| {4}(\w+): .*=>| {4}(\w+),$| {2}const (\w+)\b[^=]*= |(?:export )?(?:async )?function (\w+))/gm;
  const starts = [...text.matchAll(start)];
  const chunks = starts.map((match, index) => ({
    name: match.slice(1).find((name) => name !== undefined) ?? '',
    text: text.slice(match.index, starts[index + 1]?.index),
  }));
  const commandsOf = (name: string, visited = new Set<string>()): string[] => {
    if (visited.has(name)) return [];
    visited.add(name);
    const own = chunks.filter((chunk) => chunk.name === name).map((chunk) => chunk.text);
    const all = own.join('\n');
    const sent = [...all.matchAll(/new (\w+)Command\(|paginate(\w+)\(/g)].map(([, one, pages]) => one ?? pages ?? '');
    const helpers = chunks
      .filter((chunk) => new RegExp(`(?<![.\\w])${chunk.name}\\(`).test(all))
      .map((chunk) => chunk.name);
    return [...sent, ...helpers.flatMap((helper) => commandsOf(helper, visited))];
  };
  return new Map(
    chunks.map(({ name }) => {
      const actions = commandsOf(name).flatMap((command) => {
        const action = `${client}:${command}`;
        return otherwise[action] ?? [action];
      });
      return [name, new Set(actions)];
    }),
  );
}

/** The actions that the code of a function may need, by the methods of adapters that its files call. */
export function actionsOf(file: string): Set<string> {
  const files = [...importGraph(file)];
  const texts = files.filter((each) => each !== audit.file).map((each) => readFileSync(each, 'utf8'));
  const found = new Set<string>(files.includes(audit.file) ? audit.append : []);
  for (const [method, action] of Object.entries(audit.methods))
    if (texts.some((text) => text.includes(`audit.${method}(`))) found.add(action);
  for (const { file: adapter, names } of Object.values(adapters)) {
    if (!files.includes(adapter)) continue;
    const methods = methodsOf(adapter);
    const calls = new RegExp(`\\b(?:${names.join('|')})\\.(\\w+)\\(`, 'g');
    for (const text of texts)
      for (const [, method = ''] of text.matchAll(calls))
        for (const action of methods.get(method) ?? []) found.add(action);
  }
  return found;
}
