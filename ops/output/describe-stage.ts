import { ReleaseData } from '../../statemachines/release.data.ts';
import { RetrainData } from '../../statemachines/retrain.data.ts';
import { metricsText, shortNumber } from './numbers.ts';
import { shortDuration, shortTime } from './time.ts';

type Describe = (data: unknown) => string | undefined;

/** What a stage found, its verdict and its reasons, in one line; undefined for states that decide nothing. */
export function describeStage(state: string, data: unknown): string | undefined {
  return stages[state]?.(data)?.trim();
}

/** Reads one key of a workflow's data; nothing is said of what has another shape, as an older deployment's may. */
function retrainKey<Key extends keyof RetrainData>(key: Key, describe: (value: RetrainData[Key]) => string): Describe {
  return (data) => {
    const parsed = RetrainData.shape[key].safeParse((data as Record<string, unknown>)[key]);
    return parsed.success ? describe(parsed.data as RetrainData[Key]) : undefined;
  };
}

function releaseKey<Key extends keyof ReleaseData>(key: Key, describe: (value: ReleaseData[Key]) => string): Describe {
  return (data) => {
    const parsed = ReleaseData.shape[key].safeParse((data as Record<string, unknown>)[key]);
    return parsed.success ? describe(parsed.data as ReleaseData[Key]) : undefined;
  };
}

const stages: Readonly<Record<string, Describe>> = {
  SnapshotDataset: retrainKey('dataset', (dataset) => {
    if (dataset.status !== 'Pinned') return dataset.status;
    return `Pinned: dataset ${dataset.id}, ${shortNumber(dataset.files)} files, ${shortNumber(dataset.bytes)} bytes`;
  }),
  ValidateDataset: retrainKey('validation', ({ verdict, rows, reasons }) => {
    return `${verdict}: ${shortNumber(rows)} rows. ${reasons.join(' ')}`;
  }),
  PrepareDataset: retrainKey('prepared', ({ rows, trainedThrough, holdoutFrom }) => {
    const counts = `${shortNumber(rows.train)} train, ${shortNumber(rows.validation)} validation, ${shortNumber(rows.holdout)} holdout rows`;
    return `${counts}; trained through ${shortTime(trainedThrough)}, holdout from ${shortTime(holdoutFrom)}`;
  }),
  TrainModel: retrainKey('training', ({ jobName, seconds, metrics }) => {
    return [`${jobName}, ${shortDuration(seconds)} billed`, metricsText(metrics)].filter(Boolean).join(': ');
  }),
  ScoreHoldout: retrainKey('scores', (scores) =>
    scores
      .map(({ role, outcome, reason }) => `${role} ${outcome}${reason === undefined ? '' : ` (${reason})`}`)
      .join(', '),
  ),
  EvaluateCandidate: retrainKey('evaluation', ({ rows, metrics, championMetrics, champion }) => {
    const against = champion === undefined ? '' : `; champion, version ${champion.version}: ${champion.comparison}`;
    const theirs = championMetrics === undefined ? '' : `, ${metricsText(championMetrics)}`;
    return `${shortNumber(rows)} rows: ${metricsText(metrics)}${against}${theirs}`;
  }),
  GateCandidate: retrainKey('gates', ({ verdict, reasons }) => `${verdict}: ${reasons.join(' ')}`),
  RegisterCandidate: retrainKey(
    'registration',
    ({ version, approvalStatus }) => `version ${version}, ${approvalStatus}`,
  ),
  ApproveCandidate: retrainKey('approval', ({ outcome }) => outcome),
  AdmitRelease: releaseKey('admission', ({ outcome, reason }) => `${outcome}. ${reason}`),
  ChooseRollbackTarget: releaseKey('admission', ({ outcome, reason }) => `${outcome}. ${reason}`),
  CreateDeployment: releaseKey('plan', ({ target, configName, routing, alarms }) => {
    return `version ${target.number} as ${configName}, ${routing.type}, ${alarms.length} alarms`;
  }),
  ShiftTraffic: releaseKey('shift', ({ outcome, reason }) => `${outcome}. ${reason}`),
  WatchTraffic: releaseKey('watch', ({ verdict, looks, traffic, reasons, cord }) => {
    const share = ({ failures, requests }: { failures: number; requests: number }) =>
      `${shortNumber(failures)} failed of ${shortNumber(requests)}`;
    const pulled = cord === undefined ? '' : ` Cord pulled at ${shortTime(cord.pulledAt)}: ${cord.reason}`;
    return `${verdict} after ${looks} looks: green ${share(traffic.green)}, blue ${share(traffic.blue)}. ${reasons.join(' ')}${pulled}`;
  }),
  ConfirmRelease: releaseKey('confirmation', ({ outcome, serving, reasons }) => {
    const now = serving === undefined ? '' : ` Serving ${serving.configName}.`;
    return `${outcome}.${now} ${reasons.join(' ')}`;
  }),
};
