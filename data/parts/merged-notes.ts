import type { CheckFinding, DriftFinding } from '../validate/finding.ts';
import type { Merged } from '../validate/measurement.ts';

/** Says of each finding on merged parts what could not be told as exactly, or be shown, as of one piece. */
export function withNotes<Finding extends CheckFinding | DriftFinding>(
  findings: readonly Finding[],
  merged: Merged | undefined,
): Finding[] {
  if (merged === undefined) return [...findings];
  return findings.map((finding) => {
    const note = noteOf(finding, merged);
    return note === undefined ? finding : { ...finding, message: `${finding.message} ${note}` };
  });
}

function noteOf(finding: CheckFinding | DriftFinding, { parts, sampled, undercounted }: Merged): string | undefined {
  if ('check' in finding) {
    if (finding.check === 'leakage') return `Measured on ${sampled} rows sampled from ${parts} parts.`;
    const repeats = finding.check === 'unique' && finding.count > 0;
    return repeats ? `Counted by hashes of the keys of ${parts} parts; repeats across parts are not shown.` : undefined;
  }
  if (!undercounted.includes(finding.column)) return undefined;
  return 'A part has more categories than are kept of one, so rare ones may be undercounted.';
}
