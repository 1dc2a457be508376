import { logger } from '../observability.ts';

/** Runs many independent repairs: one that fails is logged, keeps no other from running, and fails the whole at the end. */
export class Sweep {
  readonly #did: string[] = [];
  readonly #errors: Error[] = [];

  /** Runs one repair. It answers what it did, in one sentence, or undefined when nothing was to be done. */
  async run(what: string, repair: () => Promise<string | undefined>): Promise<void> {
    try {
      const done = await repair();
      if (done === undefined) return;
      this.#did.push(`${what}: ${done}`);
      logger.info('Reconciled', { what, done });
    } catch (cause) {
      const error = cause instanceof Error ? cause : new Error(String(cause));
      this.#errors.push(error);
      logger.error('Could not reconcile', { what, error });
    }
  }

  /** What was done. @throws the first error of a repair, after all have run */
  finish(): string[] {
    const [first] = this.#errors;
    if (first !== undefined) throw first;
    return this.#did;
  }
}
