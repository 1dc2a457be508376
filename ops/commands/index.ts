import { anchor } from './anchor.ts';
import { approve } from './approve.ts';
import { auditAt } from './audit-at.ts';
import { auditList } from './audit-list.ts';
import { auditVerify } from './audit-verify.ts';
import type { Command } from './command.ts';
import { gatePower } from './gate-power.ts';
import { pause } from './pause.ts';
import { reject } from './reject.ts';
import { replay } from './replay.ts';
import { retrain } from './retrain.ts';
import { rollback } from './rollback.ts';
import { runs } from './runs.ts';
import { show } from './show.ts';
import { status } from './status.ts';
import { unpause } from './unpause.ts';

/** Every command, in the order of --help. */
export const commands: readonly Command[] = [
  status,
  runs,
  show,
  retrain,
  approve,
  reject,
  rollback,
  replay,
  pause,
  unpause,
  anchor,
  gatePower,
  auditVerify,
  auditAt,
  auditList,
];
