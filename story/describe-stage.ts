/** Members of a state's data, by name; the story knows executions only as what Step Functions returns. */
type Members = Readonly<Record<string, unknown>>;

const of = (value: unknown): Members => (typeof value === 'object' && value !== null ? (value as Members) : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const number = (value: unknown) => (typeof value === 'number' ? value.toLocaleString('en') : '?');
const fixed = (value: unknown) => (typeof value === 'number' ? value.toFixed(4) : '?');

/** What a stage found, in one line; undefined for states that decide nothing worth a line. */
export function describeStage(state: string, data: Members): string | undefined {
  const describe = stages[state];
  return describe?.(data);
}

const stages: Readonly<Record<string, (data: Members) => string | undefined>> = {
  SnapshotDataset({ dataset }) {
    const { status, id, files, bytes, parts } = of(dataset);
    if (status === 'Open') return undefined;
    if (status !== 'Pinned') return `${status}`;
    const measured = parts === undefined ? '' : `, measured in ${number(of(parts).count)} parts`;
    return `dataset ${id}: ${number(files)} file(s), ${number(bytes)} bytes pinned${measured}`;
  },
  ValidateDataset({ validation }) {
    const { verdict, rows, reasons } = of(validation);
    return verdict === 'Accepted' ? `${number(rows)} rows accepted` : `${verdict}: ${list(reasons).join(' ')}`;
  },
  PrepareDataset({ prepared }) {
    const { rows, trainedThrough, holdoutFrom } = of(prepared);
    const { train, validation, holdout } = of(rows);
    const span = `trained through ${day(trainedThrough)}, holdout from ${day(holdoutFrom)}`;
    return `${number(train)} train, ${number(validation)} validation, ${number(holdout)} holdout rows; ${span}`;
  },
  TrainModel({ training }) {
    const { jobName, metrics, seconds } = of(training);
    const shown = Object.entries(of(metrics)).map(([name, value]) => `${name} ${fixed(value)}`);
    return `${jobName}: ${number(seconds)} s billed${shown.length > 0 ? `, ${shown.join(', ')}` : ''}`;
  },
  ScoreHoldout({ scores }) {
    return list(scores)
      .map(
        (score) =>
          `${of(score).role}${of(score).version === undefined ? '' : ` (version ${of(score).version})`} ${of(score).outcome}`,
      )
      .join(', ');
  },
  ProbeCandidate({ probe }) {
    const { status, reason } = of(probe);
    if (status === 'NotNeeded' || status === 'Waiting') return undefined;
    return status === 'NotServing' ? `NotServing: ${reason}` : 'its container answered the requests of the gates';
  },
  EvaluateCandidate({ evaluation }) {
    const { rows, metrics, championMetrics } = of(evaluation);
    const pairs = ['auc', 'logLoss', 'calibrationOe'].map((name) => {
      const before = of(championMetrics)[name];
      return `${name} ${fixed(of(metrics)[name])}${before === undefined ? '' : ` (champion ${fixed(before)})`}`;
    });
    return `${number(rows)} rows: ${pairs.join(', ')}`;
  },
  GateCandidate({ gates }) {
    const { verdict, judged } = of(gates);
    const lines = list(judged).map((gate) => {
      const { name, mode, verdict: found, sentence } = of(gate);
      return `${found}${mode === 'observe' ? ' (observed)' : ''} ${name}: ${sentence}`;
    });
    return [`${verdict}`, ...lines].join('\n');
  },
  RegisterCandidate({ registration }) {
    const { version, approvalStatus } = of(registration);
    return `version ${version} ${approvalStatus}`;
  },
  AdmitRelease: ({ admission }) => `${of(admission).outcome}, epoch ${of(admission).epoch}. ${of(admission).reason}`,
  ChooseRollbackTarget({ admission }) {
    const { outcome, reason, target } = of(admission);
    const to = of(target).number === undefined ? '' : ` to version ${of(target).number}`;
    return `${outcome}${to}. ${reason}`;
  },
  CreateDeployment: ({ plan }) => `${of(plan).configName} with ${list(of(plan).alarms).length} alarms`,
  ShiftTraffic: ({ shift }) => `${of(shift).outcome}`,
  WatchTraffic({ watch }) {
    const { status, verdict, looks, traffic, reasons, cordPulledAt } = of(watch);
    const share = (fleet: unknown) => `${number(of(fleet).failures)} failed of ${number(of(fleet).requests)}`;
    const numbers = `green ${share(of(traffic).green)}, blue ${share(of(traffic).blue)}`;
    if (status === 'Watching' && cordPulledAt === undefined) return undefined;
    const watched = Number(of(of(traffic).green).requests) + Number(of(of(traffic).blue).requests);
    if (watched === 0) return list(reasons).join(' ');
    const cord = cordPulledAt === undefined ? '' : `; cord pulled ${cordPulledAt}`;
    return [`${verdict} after ${looks} looks: ${numbers}${cord}.`, ...list(reasons)].join('\n');
  },
  ConfirmRelease({ confirmation }) {
    const { outcome, serving, reasons } = of(confirmation);
    const now = of(serving).configName === undefined ? '' : `; serving ${of(serving).configName}`;
    // Of a release, WatchTraffic has just told them.
    return outcome === 'Released' ? `${outcome}${now}.` : `${outcome}${now}. ${list(reasons).join(' ')}`;
  },
};

function day(time: unknown): string {
  return typeof time === 'string' ? time.slice(0, 10) : '?';
}
