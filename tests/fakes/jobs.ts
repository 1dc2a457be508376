import type { TrainingJobDescription, TrainingJobRequest, TrainingJobs } from '#aws/training-jobs.ts';
import type { ModelRequest, TransformJobRequest, TransformJobs } from '#aws/transform-jobs.ts';
import type { JobDescription } from '#domain/jobs/plan-job.ts';

type Ending = Pick<JobDescription, 'status' | 'failureReason' | 'secondaryStatus'>;

interface Faults {
  /** The account's limit is reached. */
  full: boolean;
  /** The next Create happens and its answer is lost. */
  loseAnswer: boolean;
}

/** Training jobs in memory; a test ends them. */
export interface FakeTrainingJobs extends TrainingJobs, Faults {
  readonly created: TrainingJobRequest[];
  /** Ends a job; one that completes leaves its artifact at `artifactUri`. */
  readonly end: (name: string, ending: Ending & { readonly artifactUri?: string }) => void;
}

/** Transform jobs and SageMaker Models in memory. */
export interface FakeTransformJobs extends TransformJobs, Faults {
  readonly created: TransformJobRequest[];
  readonly models: Map<string, ModelRequest | undefined>;
  readonly end: (name: string, ending: Ending) => void;
}

export function fakeTrainingJobs(): FakeTrainingJobs {
  const jobs = new Map<string, TrainingJobDescription>();
  const fake: FakeTrainingJobs = {
    full: false,
    loseAnswer: false,
    created: [],
    describe: async (name) => jobs.get(name),
    async create(job) {
      if (jobs.has(job.name)) return 'exists';
      if (fake.full) return 'no-capacity';
      fake.created.push(job);
      const nothing = { artifactUri: undefined, metrics: {}, seconds: 0, failureReason: undefined };
      jobs.set(job.name, { ...nothing, name: job.name, status: 'InProgress', imageUri: job.imageUri });
      return answered(fake);
    },
    end(name, ending) {
      const job = jobs.get(name);
      if (job === undefined) throw new Error(`There is no training job ${name}.`);
      jobs.set(name, { ...job, seconds: 60, metrics: { 'train:auc': 0.8 }, ...ending });
    },
  };
  return fake;
}

export function fakeTransformJobs(): FakeTransformJobs {
  const jobs = new Map<string, JobDescription>();
  const fake: FakeTransformJobs = {
    full: false,
    loseAnswer: false,
    created: [],
    models: new Map(),
    describe: async (name) => jobs.get(name),
    async create(job) {
      if (jobs.has(job.name)) return 'exists';
      if (fake.full) return 'no-capacity';
      fake.created.push(job);
      jobs.set(job.name, { name: job.name, status: 'InProgress' });
      return answered(fake);
    },
    hasModel: async (name) => fake.models.has(name),
    async ensureModel(model) {
      if (!fake.models.has(model.name)) fake.models.set(model.name, model);
    },
    end(name, ending) {
      if (!jobs.has(name)) throw new Error(`There is no transform job ${name}.`);
      jobs.set(name, { name, ...ending });
    },
  };
  return fake;
}

function answered(faults: Faults): 'created' {
  if (!faults.loseAnswer) return 'created';
  faults.loseAnswer = false;
  throw new Error('socket hang up');
}
