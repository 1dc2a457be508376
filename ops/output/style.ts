/** Colours, or nothing at all. */
export interface Style {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
}

const plain = (text: string) => text;
const coloured = (open: number, close: number) => (text: string) => `\x1b[${open}m${text}\x1b[${close}m`;

/** No colour: what is not a terminal, or somebody said NO_COLOR (no-color.org). */
export const plainStyle: Style = { strong: plain, faint: plain, good: plain, bad: plain, warn: plain };

const colourStyle: Style = {
  strong: coloured(1, 22),
  faint: coloured(2, 22),
  good: coloured(32, 39),
  bad: coloured(31, 39),
  warn: coloured(33, 39),
};

export function styleFor({ isTTY = false }: { isTTY?: boolean }, env: NodeJS.ProcessEnv): Style {
  return isTTY && !env.NO_COLOR && env.TERM !== 'dumb' ? colourStyle : plainStyle;
}

/** A status in its colour. */
export function paintStatus(style: Style, status: string): string {
  if (['SUCCEEDED', 'Approved', 'Released', 'ok'].includes(status)) return style.good(status);
  if (['FAILED', 'TIMED_OUT', 'ABORTED', 'Rejected', 'broken'].includes(status)) return style.bad(status);
  if (['RUNNING', 'PENDING_REDRIVE', 'PendingManualApproval', 'paused'].includes(status)) return style.warn(status);
  return status;
}
