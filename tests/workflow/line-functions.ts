import { AdmitReleaseInput, admitRelease } from '#functions/admit-release.ts';
import { ChooseRollbackTargetInput, chooseRollbackTarget, RollbackChoice } from '#functions/choose-rollback-target.ts';
import { ConfirmReleaseInput, confirmRelease } from '#functions/confirm-release.ts';
import { CreateDeploymentInput, createDeployment } from '#functions/create-deployment.ts';
import { ShiftTrafficInput, shiftTraffic } from '#functions/shift-traffic.ts';
import { WatchTrafficInput, watchTraffic } from '#functions/watch-traffic.ts';
import { Admission, Confirmation, Plan, Shift, Watch } from '#statemachines/release.data.ts';
import type { LineDeps } from './line-deps.ts';
import type { StageFunction } from './stage-functions.ts';

/** The functions of release and rollback, as their handlers would run them. */
export function lineFunctions(deps: LineDeps): Readonly<Record<string, StageFunction>> {
  return {
    AdmitRelease: { input: AdmitReleaseInput, output: Admission, run: (input) => admitRelease(input, deps) },
    CreateDeployment: { input: CreateDeploymentInput, output: Plan, run: (input) => createDeployment(input, deps) },
    ShiftTraffic: { input: ShiftTrafficInput, output: Shift, run: (input) => shiftTraffic(input, deps) },
    WatchTraffic: { input: WatchTrafficInput, output: Watch, run: (input) => watchTraffic(input, deps) },
    ConfirmRelease: { input: ConfirmReleaseInput, output: Confirmation, run: (input) => confirmRelease(input, deps) },
    ChooseRollbackTarget: {
      input: ChooseRollbackTargetInput,
      output: RollbackChoice,
      run: (input) => chooseRollbackTarget(input, deps),
    },
  };
}
