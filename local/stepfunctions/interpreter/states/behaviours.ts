import type { StateType } from '../../definition/asl.ts';
import type { Behaviour } from './behaviour.ts';
import { choice } from './choice.ts';
import { fail } from './fail.ts';
import { map } from './map.ts';
import { parallel } from './parallel.ts';
import { pass } from './pass.ts';
import { succeed } from './succeed.ts';
import { task } from './task.ts';
import { wait } from './wait.ts';

/** What each type of state does. */
export const behaviours: Readonly<Record<StateType, Behaviour>> = {
  Task: task,
  Pass: pass,
  Choice: choice,
  Wait: wait,
  Succeed: succeed,
  Fail: fail,
  Map: map,
  Parallel: parallel,
};
