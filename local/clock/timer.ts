/** JSON that survives a restart. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** Something that happens at a virtual time, kept in the store: after a restart it still happens. */
export interface Timer {
  readonly id: string;
  /** Virtual time, ms since the epoch. */
  readonly at: number;
  /** Which handler runs, see `Clock.on`. */
  readonly topic: string;
  readonly data: Json;
  /**
   * A background timer (a schedule, an alarm's next look) never makes the clock jump: with nothing else to wait for,
   * time passes at its natural pace.
   */
  readonly background: boolean;
  /** Order among timers of the same instant. */
  readonly sequence: number;
}

export type TimerRequest = Pick<Timer, 'at' | 'topic' | 'data'> & {
  readonly id?: string;
  readonly background?: boolean;
};
export type TimerHandler = (data: Json, at: number) => void | Promise<void>;
export type Release = () => void;

/** Somebody who waits for a virtual time in this process; not kept over a restart. */
export interface Sleeper {
  readonly at: number;
  readonly background: boolean;
  readonly sequence: number;
  readonly wake: () => void;
  ended: boolean;
}
