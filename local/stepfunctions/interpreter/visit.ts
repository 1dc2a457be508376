import type { ProgramState, QueryField } from '../definition/program.ts';
import type { Json } from '../json.ts';
import type { Bindings } from '../query/query.ts';
import { evaluateTemplate, type Template } from '../query/template.ts';
import { contextOf } from './context.ts';
import type { Frame } from './frame.ts';
import type { Machinery } from './machinery.ts';
import type { Run } from './run.ts';
import type { Turn } from './turn.ts';

/** What `$states` shows besides the input and the context. */
export interface Shown {
  readonly result?: Json;
  readonly errorOutput?: Json;
  readonly token?: string;
}

/** The words AWS begins the cause of an interpreter's failure with. */
export function whereOf({ frame }: Pick<Visit, 'frame'>): string {
  return `An error occurred while executing the state '${frame.state}' (entered at the event id #${frame.enteredEvent}).`;
}

/** One frame at its present state, within a turn: what a state's behaviour works with. */
export class Visit {
  readonly machinery: Machinery;
  readonly turn: Turn;
  readonly run: Run;
  readonly frame: Frame;

  constructor(machinery: Machinery, turn: Turn, at: { readonly run: Run; readonly frame: Frame }) {
    this.machinery = machinery;
    this.turn = turn;
    this.run = at.run;
    this.frame = at.frame;
  }

  get now(): number {
    return this.turn.now;
  }

  get here(): ProgramState {
    const state = this.run.program.groups.get(this.frame.group)?.states.get(this.frame.state);
    if (state === undefined) throw new Error(`The definition has no state ${this.frame.state}.`);
    return state;
  }

  /** The same turn at another frame of the execution. */
  at(frame: Frame): Visit {
    return new Visit(this.machinery, this.turn, { run: this.run, frame });
  }

  /** The frame this one is a branch or iteration of. */
  get parent(): Visit | undefined {
    const parent = this.run.parent(this.frame);
    return parent && this.at(parent);
  }

  /** Writes an event that follows the frame's last one and returns its id. */
  event(type: string, details: Readonly<Record<string, unknown>> = {}): number {
    this.frame.previousEvent = this.turn.event(this.run, this.frame.previousEvent, { type, ...details });
    this.turn.save(this.frame);
    return this.frame.previousEvent;
  }

  bindings(shown: Shown = {}): Bindings {
    const states: Record<string, unknown> = { input: this.frame.input, context: contextOf(this, shown.token) };
    if (shown.result !== undefined) states.result = shown.result;
    if (shown.errorOutput !== undefined) states.errorOutput = shown.errorOutput;
    return { ...this.#variables(), states };
  }

  /** A field's value, undefined when the state has no such field. @throws QueryError */
  async evaluate(field: QueryField, shown: Shown = {}): Promise<Json | undefined> {
    const template: Template | undefined = this.here.fields[field];
    if (template === undefined) return undefined;
    return template.kind === 'literal' ? template.value : await evaluateTemplate(template, this.bindings(shown));
  }

  #variables(): Record<string, Json> {
    const outer = this.parent;
    return outer === undefined ? this.frame.variables : { ...outer.#variables(), ...this.frame.variables };
  }
}
