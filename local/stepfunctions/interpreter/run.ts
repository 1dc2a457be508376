import type { Program } from '../definition/program.ts';
import type { Execution } from '../executions/execution.ts';
import type { Json } from '../json.ts';
import type { Frame } from './frame.ts';

/** An execution in memory: its record, its program and its frames. */
export class Run {
  readonly execution: Execution;
  readonly program: Program;
  readonly machineName: string;
  readonly input: Json;
  readonly #frames = new Map<number, Frame>();
  readonly #children = new Map<number, Set<Frame>>();

  constructor(execution: Execution, program: Program) {
    this.execution = execution;
    this.program = program;
    this.machineName = execution.machineArn.split(':').at(-1) ?? '';
    this.input = JSON.parse(execution.input) as Json;
  }

  get frames(): Frame[] {
    return [...this.#frames.values()];
  }

  frame(id: number): Frame | undefined {
    return this.#frames.get(id);
  }

  /** The branches or iterations of a frame's present state. */
  children(frame: Frame): ReadonlySet<Frame> {
    return this.#children.get(frame.id) ?? new Set();
  }

  parent(frame: Frame): Frame | undefined {
    return frame.parent === undefined ? undefined : this.#frames.get(frame.parent);
  }

  add(frame: Frame): void {
    this.#frames.set(frame.id, frame);
    if (frame.parent === undefined) return;
    const siblings = this.#children.get(frame.parent) ?? new Set();
    this.#children.set(frame.parent, siblings.add(frame));
  }

  remove(frame: Frame): void {
    this.#frames.delete(frame.id);
    this.#children.delete(frame.id);
    if (frame.parent !== undefined) this.#children.get(frame.parent)?.delete(frame);
  }
}
