/** Seeds that once violated an invariant, by what they found. They run with every test. */
export const regressions: readonly { readonly seed: number; readonly calm: boolean; readonly found: string }[] = [
  { seed: 3, calm: true, found: 'a version that a gate stopped was released when somebody approved it' },
  {
    seed: 344,
    calm: false,
    found: 'a state that failed before its job was created was waited for until the end of time',
  },
  { seed: 464, calm: false, found: 'a rollback that an outage had outlasted could be started by nobody but a person' },
  {
    seed: 115,
    calm: false,
    found:
      'a release began while what served was not written down, and its end left a rejected version without a champion',
  },
];
