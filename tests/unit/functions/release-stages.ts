import { admitRelease } from '#functions/admit-release.ts';
import { confirmRelease } from '#functions/confirm-release.ts';
import { createDeployment } from '#functions/create-deployment.ts';
import { shiftTraffic } from '#functions/shift-traffic.ts';
import { watchTraffic } from '#functions/watch-traffic.ts';
import type { Confirmation, Plan, ReleaseInput, Shift, Watch } from '#statemachines/release.data.ts';
import type { ReleaseWorld } from '../../fakes/release-world.ts';

/** A release brought as far as its deployment being under way. */
export async function started(world: ReleaseWorld, input: ReleaseInput): Promise<{ plan: Plan; shift: Shift }> {
  const admission = await admitRelease(input, world);
  const plan = await createDeployment({ ...input, admission }, world);
  const shift = await shiftTraffic({ ...input, plan }, world);
  return { plan, shift };
}

/** Looks once a minute, or as often as the watch asks, until it says Settled; `between` plays what happens meanwhile. */
export async function watched(
  world: ReleaseWorld,
  stage: ReleaseInput & { plan: Plan; shift: Shift; watch?: Watch },
  between: (watch: Watch) => void,
): Promise<Watch> {
  let watch = stage.watch;
  for (let look = 0; look < 60; look += 1) {
    watch = await watchTraffic({ ...stage, watch }, world);
    if (watch.status === 'Settled') return watch;
    between(watch);
    world.pass(watch.waitSeconds / 60);
  }
  throw new Error('The watch never settled.');
}

export function confirmed(
  world: ReleaseWorld,
  stage: ReleaseInput & { plan: Plan; shift: Shift; watch?: Watch },
): Promise<Confirmation> {
  return confirmRelease(stage, world);
}
