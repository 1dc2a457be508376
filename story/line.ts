import { readFileSync } from 'node:fs';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { DescribeEndpointCommand, UpdateModelPackageCommand } from '@aws-sdk/client-sagemaker';
import type { Clients } from './clients.ts';
import type { Control } from './control.ts';
import type { Deployment } from './deploy.ts';
import { describeStage } from './describe-stage.ts';
import { type EndedExecution, findExecution, followExecution, nextExecution } from './executions.ts';
import type { Flights } from './flights.ts';
import type { Narrator } from './narrator.ts';

export const MODEL = 'flight-delays';
export const STAGE = 'dev';
export const ENDPOINT = `${STAGE}-${MODEL}`;

/** An act did not end as it must. */
export class ActFailedError extends Error {
  override readonly name = 'ActFailedError';
}

/** @throws ActFailedError saying what was expected */
export function expect(condition: unknown, message: string): asserts condition {
  if (!condition) throw new ActFailedError(message);
}

/** What the story has at hand: the line as anybody outside sees it. */
export interface Line {
  readonly endpoint: string;
  readonly clients: Clients;
  readonly control: Control;
  readonly deployment: Deployment;
  readonly flights: Flights;
  readonly narrator: Narrator;
  /** Virtual time as last seen, ms. */
  clock: { now: number };
  /** The act being played: when it began, virtual ms, and the executions it has met. A continued act finds those it caused before. */
  act: { began: number; readonly met: Set<string>; readonly facts: Facts };
}

/** What an act must still know when the story is killed and continued: kept on disk at once. */
export interface Facts {
  /** The fact of that name; made and kept when there is none yet. */
  once<T>(name: string, make: () => Promise<T>): Promise<T>;
  read<T>(name: string): T | undefined;
  keep(name: string, fact: unknown): void;
}

type Machine = keyof Deployment['stateMachines'];

interface LandingFile {
  readonly path: string;
  readonly name: string;
}

/** Lands files under the model's prefix and follows the one run they start to its end, telling each stage. */
export async function causingByLanding(line: Line, files: readonly LandingFile[]): Promise<EndedExecution> {
  await land(line, files);
  return causing(line, 'retrain', async () => {});
}

/** All at one virtual time, also where a continued act lands what is still missing: no wait for quiet ends in between. */
async function land(line: Line, files: readonly LandingFile[]): Promise<void> {
  const missing = files.filter(({ name }) => line.act.facts.read(`landed ${name}`) === undefined);
  // Joining lets time pass again, which in a continued act must wait for the customers.
  if (missing.length === 0) return;
  const participant = await line.control.participate('story', false);
  for (const { path, name } of missing) {
    await line.act.facts.once(`landed ${name}`, async () => {
      const Body = readFileSync(path);
      const Key = `landing/${MODEL}/${name}`;
      await line.clients.s3.send(new PutObjectCommand({ Bucket: line.deployment.dataBucket, Key, Body }));
      line.narrator.step('landed', `${name} (${(Body.byteLength / 1e6).toFixed(1)} MB)`);
    });
  }
  await participant.leave();
}

/** Does something and answers the one execution it starts. In a continued act it may have been done already: then it is not done again. */
export async function caused(line: Line, machine: Machine, cause: () => Promise<unknown>): Promise<string> {
  const sought = { stateMachineArn: line.deployment.stateMachines[machine], since: line.act.began, met: line.act.met };
  let arn = await findExecution(line.clients, sought);
  if (arn === undefined) {
    await cause();
    arn = await nextExecution(line.clients, sought);
  }
  line.act.met.add(arn);
  return arn;
}

/** Does something and follows the one execution it starts to its end, telling each stage. */
export async function causing(line: Line, machine: Machine, cause: () => Promise<unknown>): Promise<EndedExecution> {
  return follow(line, await caused(line, machine, cause));
}

/** Follows an execution to its end, telling each stage after the first `known` events. */
export async function follow(line: Line, arn: string, known = 0): Promise<EndedExecution> {
  const name = arn.split(':').at(-1) ?? '';
  const ended = await followExecution(line.clients, arn, {
    known,
    onRunning: () => line.control.join(),
    onTime(at) {
      line.clock.now = at;
    },
    onProgress: (state) => line.narrator.busy(`${MODEL} · ${name} · ${state}`),
    onState(state, data) {
      const detail = describeStage(state, data);
      if (detail !== undefined) line.narrator.step(state, detail);
    },
  });
  line.clock.now = (await line.control.now()).getTime();
  const outcome = ended.status === 'SUCCEEDED' ? 'SUCCEEDED' : `${ended.status} at ${ended.error}`;
  line.narrator.step(ended.name, outcome);
  return ended;
}

/** Approves a version as a person would: an ordinary UpdateModelPackage. */
export async function approve(line: Line, arn: string, reason: string): Promise<void> {
  const command = new UpdateModelPackageCommand({
    ModelPackageArn: arn,
    ModelApprovalStatus: 'Approved',
    ApprovalDescription: reason,
  });
  await line.clients.sageMaker.send(command);
  line.narrator.step('approved', `${arn.split('/').slice(-2).join(' version ')} by UpdateModelPackage`);
}

/** The endpoint config that serves now, and whether the endpoint is in service. */
export async function serving(
  line: Line,
): Promise<{ readonly config: string; readonly version: number; readonly status: string }> {
  const answer = await line.clients.sageMaker.send(new DescribeEndpointCommand({ EndpointName: ENDPOINT }));
  const config = answer.EndpointConfigName ?? '';
  return { config, version: Number(/-v(\d+)$/.exec(config)?.[1] ?? 0), status: answer.EndpointStatus ?? '' };
}
