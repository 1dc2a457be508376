import * as z from 'zod';
import { Admission, Confirmation, Plan, Shift, Watch } from '../../statemachines/release.data.ts';
import {
  ApprovalResult,
  Dataset,
  Evaluation,
  Gates,
  Prepared,
  Probe,
  Registration,
  Score,
  Training,
  Validation,
} from '../../statemachines/retrain.data.ts';
import { metricsText, shortNumber } from './numbers.ts';
import { shortDuration, shortTime } from './time.ts';

type Describe = (data: unknown) => string | undefined;

/** What a stage found, its verdict and its reasons, in one line; undefined for states that decide nothing. */
export function describeStage(state: string, data: unknown): string | undefined {
  return stages[state]?.(data)?.trim();
}

/**
 * Describes the part of a workflow's data that a stage made. Only what is shown is asked for, so that an execution of an older or newer
 * deployment can still be read; nothing is said of one that cannot.
 */
function part<T>(key: string, schema: z.ZodType<T>, describe: (value: T) => string): Describe {
  return (data) => {
    const parsed = schema.safeParse((data as Record<string, unknown>)[key]);
    return parsed.success ? describe(parsed.data) : undefined;
  };
}

const outcome = Admission.pick({ outcome: true, reason: true });
const admission = part('admission', outcome, (admitted) => `${admitted.outcome}. ${admitted.reason}`);

const stages: Readonly<Record<string, Describe>> = {
  SnapshotDataset: part('dataset', Dataset, (dataset) => {
    if (dataset.status !== 'Pinned') return dataset.status;
    const parts = dataset.parts === undefined ? '' : `, measured in ${shortNumber(dataset.parts.count)} parts`;
    return `Pinned: dataset ${dataset.id}, ${shortNumber(dataset.files)} files, ${shortNumber(dataset.bytes)} bytes${parts}`;
  }),
  ValidateDataset: part(
    'validation',
    Validation.pick({ verdict: true, rows: true, reasons: true }),
    ({ verdict, rows, reasons }) => `${verdict}: ${shortNumber(rows)} rows. ${reasons.join(' ')}`,
  ),
  PrepareDataset: part(
    'prepared',
    Prepared.pick({ rows: true, trainedThrough: true, holdoutFrom: true, featureVerdict: true }),
    ({ rows, trainedThrough, holdoutFrom, featureVerdict }) => {
      if (featureVerdict?.verdict === 'Rejected') return `Rejected: ${featureVerdict.reasons.join(' ')}`;
      const counts = `${shortNumber(rows.train)} train, ${shortNumber(rows.validation)} validation, ${shortNumber(rows.holdout)} holdout rows`;
      return `${counts}; trained through ${shortTime(trainedThrough)}, holdout from ${shortTime(holdoutFrom)}`;
    },
  ),
  TrainModel: part(
    'training',
    Training.pick({ jobName: true, seconds: true, metrics: true }),
    ({ jobName, seconds, metrics }) =>
      [`${jobName}, ${shortDuration(seconds)} billed`, metricsText(metrics)].filter(Boolean).join(': '),
  ),
  ScoreHoldout: part('scores', z.array(Score.pick({ role: true, outcome: true, reason: true })), (scores) =>
    scores.map(({ role, outcome, reason }) => `${role} ${outcome}${reason ? ` (${reason})` : ''}`).join(', '),
  ),
  ProbeCandidate: part('probe', Probe, (probe) => {
    if (probe.status === 'Waiting') return `Waiting for its endpoint, attempt ${probe.attempt}`;
    return probe.status === 'NotServing' ? `NotServing: ${probe.reason}` : probe.status;
  }),
  EvaluateCandidate: part(
    'evaluation',
    Evaluation.pick({ rows: true, metrics: true, championMetrics: true, champion: true, anchor: true }),
    ({ rows, metrics, championMetrics, champion, anchor }) => {
      const against = champion === undefined ? '' : `; champion, version ${champion.version}: ${champion.comparison}`;
      const theirs = championMetrics === undefined ? '' : `, ${metricsText(championMetrics)}`;
      const pinned = anchor === undefined ? '' : `; anchor, version ${anchor.version}: ${anchor.comparison}`;
      return `${shortNumber(rows)} rows: ${metricsText(metrics)}${against}${theirs}${pinned}`;
    },
  ),
  GateCandidate: part(
    'gates',
    Gates.pick({ verdict: true, reasons: true }),
    ({ verdict, reasons }) => `${verdict}: ${reasons.join(' ')}`,
  ),
  RegisterCandidate: part(
    'registration',
    Registration.pick({ version: true, approvalStatus: true }),
    ({ version, approvalStatus }) => `version ${version}, ${approvalStatus}`,
  ),
  ApproveCandidate: part('approval', ApprovalResult, (approval) => approval.outcome),
  AdmitRelease: admission,
  ChooseRollbackTarget: admission,
  CreateDeployment: part(
    'plan',
    Plan.pick({ target: true, configName: true, alarms: true }),
    ({ target, configName, alarms }) => `version ${target.number} as ${configName}, ${alarms.length} alarms`,
  ),
  ShiftTraffic: part(
    'shift',
    Shift.pick({ outcome: true, reason: true }),
    (shift) => `${shift.outcome}. ${shift.reason}`,
  ),
  WatchTraffic: part(
    'watch',
    Watch.pick({
      verdict: true,
      looks: true,
      traffic: true,
      metrics: true,
      reasons: true,
      cord: true,
      proceeded: true,
      scores: true,
    }),
    ({ verdict, looks, traffic, metrics, reasons, cord, proceeded, scores }) => {
      const share = ({ failures, requests }: { failures: number; requests: number }) =>
        `${shortNumber(failures)} failed of ${shortNumber(requests)}`;
      // What was found of each metric has a table of its own.
      const found = metrics.length > 0 ? '' : ` ${reasons.join(' ')}`;
      const pulled = cord === undefined ? '' : ` Cord pulled at ${shortTime(cord.pulledAt)}: ${cord.reason}`;
      const passed = proceeded === undefined ? '' : ` Let proceed at ${shortTime(proceeded.at)}.`;
      const live = scores === undefined ? '' : ` ${scores.sentence}`;
      return `${verdict} after ${looks} looks: green ${share(traffic.green)}, blue ${share(traffic.blue)}.${found}${live}${pulled}${passed}`;
    },
  ),
  ConfirmRelease: part(
    'confirmation',
    Confirmation.pick({ outcome: true, serving: true, reasons: true }),
    ({ outcome, serving, reasons }) => {
      const now = serving === undefined ? '' : ` Serving ${serving.configName}.`;
      return `${outcome}.${now} ${reasons.join(' ')}`;
    },
  ),
};
