/** Seeds that once violated an invariant, by what they found. They run with every test. */
export const regressions: readonly { readonly seed: number; readonly calm: boolean; readonly found: string }[] = [
  { seed: 3, calm: true, found: 'a version that a gate stopped was released when somebody approved it' },
];
