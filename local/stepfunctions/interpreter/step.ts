import { recover } from './recover.ts';
import { behaviours } from './states/behaviours.ts';
import type { Visit } from './visit.ts';

/** Takes a frame through its present state, up to where it waits, goes on or ends. */
export async function step(visit: Visit): Promise<void> {
  const { frame, here } = visit;
  const { Type } = here.state;
  if (!frame.entered) enter(visit);
  try {
    await behaviours[Type](visit);
  } catch (error) {
    await recover(visit, error);
  }
}

function enter(visit: Visit): void {
  const { frame, here } = visit;
  frame.entered = true;
  frame.enteredAt = visit.now;
  frame.attempts = [];
  frame.retryCount = 0;
  frame.enteredEvent = visit.event(`${here.state.Type}StateEntered`, {
    stateEnteredEventDetails: {
      name: frame.state,
      input: JSON.stringify(frame.input),
      inputDetails: { truncated: false },
    },
  });
}
