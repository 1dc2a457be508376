import type { Collection } from '../../store/collection.ts';
import type { MapRun } from '../map-runs/map-run.ts';
import type { Execution } from './execution.ts';

/**
 * The executions of each machine in the order of their starts, so that a list need not look at those of the others. To the children
 * of a distributed Map `<machine>/<label>` is the machine.
 */
export class ExecutionIndex {
  readonly #byMachine = new Map<string, Execution[]>();
  #last = 0;

  constructor(executions: Collection<Execution>) {
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

  /** The children a Map Run has started, by their place among its inputs. */
  childrenOf({ arn, machineArn }: MapRun): Execution[] {
    const all = (this.#byMachine.get(machineArn) ?? []).filter(({ mapRun }) => mapRun?.arn === arn);
    return all.sort((a, b) => (a.mapRun?.index ?? 0) - (b.mapRun?.index ?? 0));
  }
}
