#!/usr/bin/env node
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTrainingJob } from './training-job.ts';

/** The container's `train` command. A failure is written where SageMaker reads FailureReason from, and exits with 1. */
const base = process.env.SAGEMAKER_BASE_DIR ?? '/opt/ml';
try {
  runTrainingJob({ base, log: (line) => process.stdout.write(`${line}\n`) });
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  mkdirSync(join(base, 'output'), { recursive: true });
  writeFileSync(join(base, 'output', 'failure'), reason);
  process.stderr.write(`${error instanceof Error ? error.stack : reason}\n`);
  process.exitCode = 1;
}
