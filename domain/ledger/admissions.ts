import * as z from 'zod';

/** Which releases came to AdmitRelease, by version number: what reconcile needs not start. */
export const Admissions = z.object({
  versions: z.record(
    z.string(),
    z.object({
      release: z.string(),
      /** When the registry had last changed the version then. */
      modifiedAt: z.string(),
    }),
  ),
});

export type Admissions = z.infer<typeof Admissions>;

/** So many versions are remembered; older ones cannot be newer than the champion any more. */
const KEPT = 100;

/** The document with one more admission, the newest versions kept. Undefined: it is there already. */
export function withAdmission(
  current: Admissions | undefined,
  version: number,
  admission: Admissions['versions'][string],
): Admissions | undefined {
  const known = current?.versions[version];
  if (known?.release === admission.release && known.modifiedAt === admission.modifiedAt) return undefined;
  const all = Object.entries<Admissions['versions'][string]>({ ...current?.versions, [version]: admission });
  return { versions: Object.fromEntries(all.sort(([a], [b]) => Number(b) - Number(a)).slice(0, KEPT)) };
}
