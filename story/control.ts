/** The part of the embedded AWS that is no AWS: its clock and its faults, at /_local. */
export interface Control {
  /** Virtual time. */
  now(): Promise<Date>;
  /** Takes part in virtual time: between a sleep's end and the next sleep the clock stands still for the sleeper. */
  participate(label: string, live: boolean): Promise<Participant>;
  /** Lets time pass in an embedded AWS that was started again and waits for the story to join. */
  join(): Promise<void>;
  /** Waits for that many virtual seconds. */
  pass(seconds: number): Promise<void>;
  injectFault(fault: object): Promise<string>;
  clearFaults(): Promise<void>;
}

export interface Participant {
  /** Resolves after that many virtual seconds, with the virtual time. */
  sleep(seconds: number): Promise<Date>;
  leave(): Promise<void>;
}

export function createControl(endpoint: string): Control {
  const request = async (method: string, path: string, body?: object): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${endpoint}/_local/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} /_local/${path} answered ${answer.status}: ${text}`);
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  };
  let joined = false;
  const control: Control = {
    async join() {
      if (joined) return;
      joined = true;
      const { id } = await request('POST', 'clock/participants', { label: 'story', live: false });
      await request('DELETE', `clock/participants/${id}`);
    },
    now: async () => new Date(String((await request('GET', 'clock')).now)),
    async participate(label, live) {
      joined = true;
      const { id } = await request('POST', 'clock/participants', { label, live });
      return {
        sleep: async (seconds) =>
          new Date(String((await request('POST', `clock/participants/${id}/sleep`, { seconds })).now)),
        leave: async () => {
          await request('DELETE', `clock/participants/${id}`);
        },
      };
    },
    async pass(seconds) {
      const participant = await control.participate('story', false);
      await participant.sleep(seconds);
      await participant.leave();
    },
    injectFault: async (fault) => String((await request('POST', 'faults', fault)).id),
    clearFaults: async () => {
      await request('DELETE', 'faults');
    },
  };
  return control;
}
