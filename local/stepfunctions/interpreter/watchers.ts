import type { WaitRef } from './interpreter.ts';

/** Who waits for which execution's end. Kept in memory; rebuilt from the frames after a restart. */
export class Watchers {
  readonly #waits = new Map<string, WaitRef[]>();

  add(arn: string, ref: WaitRef): void {
    this.#waits.set(arn, [...(this.#waits.get(arn) ?? []), ref]);
  }

  take(arn: string): readonly WaitRef[] {
    const refs = this.#waits.get(arn) ?? [];
    this.#waits.delete(arn);
    return refs;
  }
}
