import * as z from 'zod';
import { AdmitReleaseInput, admitRelease } from '#functions/admit-release.ts';
import { ApproveCandidateInput, approveCandidate } from '#functions/approve-candidate.ts';
import { ChooseRollbackTargetInput, chooseRollbackTarget, RollbackChoice } from '#functions/choose-rollback-target.ts';
import { ConfirmReleaseInput, confirmRelease } from '#functions/confirm-release.ts';
import { CountFilesInput, countFiles } from '#functions/count-files.ts';
import { CreateDeploymentInput, createDeployment } from '#functions/create-deployment.ts';
import { EvaluateCandidateInput, evaluateCandidate } from '#functions/evaluate-candidate.ts';
import { GateCandidateInput, gateCandidate } from '#functions/gate-candidate.ts';
import { IntakeResult, intake } from '#functions/intake.ts';
import { AwaitedJobName } from '#functions/jobs/await-job.ts';
import { JudgePredictionsResult, judgePredictions } from '#functions/judge-predictions.ts';
import { MeasureFilesInput, measureFiles } from '#functions/measure-files.ts';
import { PrepareDatasetInput, prepareDataset } from '#functions/prepare-dataset.ts';
import { ProbeCandidateInput, probeCandidate } from '#functions/probe-candidate.ts';
import { ReconcileResult, reconcile } from '#functions/reconcile.ts';
import { RegisterCandidateInput, registerCandidate } from '#functions/register-candidate.ts';
import { ResumeJobResult, resumeJob } from '#functions/resume-job.ts';
import { ScoreHoldoutInput, scoreHoldout } from '#functions/score-holdout.ts';
import { ShiftTrafficInput, shiftTraffic } from '#functions/shift-traffic.ts';
import { SnapshotDatasetInput, snapshotDataset } from '#functions/snapshot-dataset.ts';
import { TrainModelInput, trainModel } from '#functions/train-model.ts';
import { ValidateDatasetInput, validateDataset } from '#functions/validate-dataset.ts';
import { WatchTrafficInput, watchTraffic } from '#functions/watch-traffic.ts';
import { Admission, Confirmation, Plan, Shift, Watch } from '#statemachines/release.data.ts';
import {
  ApprovalResult,
  Dataset,
  Evaluation,
  Gates,
  PartDone,
  Prepared,
  Probe,
  Registration,
  Validation,
} from '#statemachines/retrain.data.ts';
import type { SimulatedDeps } from './deps.ts';
import type { SimulatedFunction } from './lambda.ts';

interface Logic<Input, Output> {
  readonly input: z.ZodType<Input>;
  readonly output: z.ZodType<Output>;
}

/** Every function of the product, with its real adapters. */
export function simulatedFunctions(deps: SimulatedDeps): Readonly<Record<string, SimulatedFunction>> {
  const of = <Input, Output>(
    { input, output }: Logic<Input, Output>,
    run: (input: Input, deps: SimulatedDeps) => Promise<Output>,
  ): SimulatedFunction => ({ input, output, run: (given) => run(given as Input, deps) });
  const withFiles = (made: SimulatedFunction): SimulatedFunction => ({ ...made, inOnePiece: true });
  const event = z.unknown();
  return {
    Intake: of({ input: event, output: IntakeResult }, intake),
    ResumeJob: of({ input: event, output: ResumeJobResult }, resumeJob),
    Reconcile: of({ input: event, output: ReconcileResult }, reconcile),
    JudgePredictions: withFiles(of({ input: event, output: JudgePredictionsResult }, judgePredictions)),
    SnapshotDataset: of({ input: SnapshotDatasetInput, output: Dataset }, snapshotDataset),
    MeasureFiles: withFiles(of({ input: MeasureFilesInput, output: PartDone }, measureFiles)),
    CountFiles: withFiles(of({ input: CountFilesInput, output: PartDone }, countFiles)),
    ValidateDataset: withFiles(of({ input: ValidateDatasetInput, output: Validation }, validateDataset)),
    PrepareDataset: withFiles(of({ input: PrepareDatasetInput, output: Prepared }, prepareDataset)),
    TrainModel: of({ input: TrainModelInput, output: AwaitedJobName }, trainModel),
    ScoreHoldout: of({ input: ScoreHoldoutInput, output: AwaitedJobName }, scoreHoldout),
    ProbeCandidate: of({ input: ProbeCandidateInput, output: Probe }, probeCandidate),
    EvaluateCandidate: withFiles(of({ input: EvaluateCandidateInput, output: Evaluation }, evaluateCandidate)),
    GateCandidate: of({ input: GateCandidateInput, output: Gates }, gateCandidate),
    RegisterCandidate: of({ input: RegisterCandidateInput, output: Registration }, registerCandidate),
    ApproveCandidate: of({ input: ApproveCandidateInput, output: ApprovalResult }, approveCandidate),
    AdmitRelease: of({ input: AdmitReleaseInput, output: Admission }, admitRelease),
    CreateDeployment: of({ input: CreateDeploymentInput, output: Plan }, createDeployment),
    ShiftTraffic: of({ input: ShiftTrafficInput, output: Shift }, shiftTraffic),
    WatchTraffic: of({ input: WatchTrafficInput, output: Watch }, watchTraffic),
    ConfirmRelease: of({ input: ConfirmReleaseInput, output: Confirmation }, confirmRelease),
    ChooseRollbackTarget: of({ input: ChooseRollbackTargetInput, output: RollbackChoice }, chooseRollbackTarget),
  };
}
