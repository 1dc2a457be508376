import type { Ledger } from '../ledger.ts';
import type { Execution } from './execution.ts';

/** The executions of each machine in the order of their starts, so that a list need not look at those of the others. */
export class ExecutionIndex {
  readonly #byMachine = new Map<string, Execution[]>();
  #last = 0;

  constructor({ executions }: Ledger) {
    for (const execution of executions.values().sort((a, b) => a.number - b.number)) this.add(execution);
  }

  /** The number of the next execution. */
  next(): number {
    return this.#last + 1;
  }

  add(execution: Execution): void {
    const all = this.#byMachine.get(execution.machineArn) ?? [];
    this.#byMachine.set(execution.machineArn, all);
    all.push(execution);
    this.#last = Math.max(this.#last, execution.number);
  }

  /** Latest start first. */
  of(machineArn: string): Execution[] {
    return (this.#byMachine.get(machineArn) ?? []).toReversed();
  }
}
