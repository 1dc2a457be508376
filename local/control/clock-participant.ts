/** The clock no longer counts on this participant: it was silent for too long while awake, or its connection broke. */
export class ParticipantDroppedError extends Error {
  override readonly name = 'ParticipantDroppedError';
}

/**
 * A program outside of the embedded AWS that takes part in its virtual time. Between two sleeps the clock waits for it;
 * it must sleep or leave within 15 real seconds.
 */
export class ClockParticipant implements AsyncDisposable {
  readonly #address: string;
  #now: number;

  private constructor(address: string, now: number) {
    this.#address = address;
    this.#now = now;
  }

  /** `live` declares that its work is traffic, so that time passes at the clock's speed at most. */
  static async join(
    endpoint: string,
    { label, live = false }: { readonly label: string; readonly live?: boolean },
  ): Promise<ClockParticipant> {
    const participants = `${endpoint}/_local/clock/participants`;
    const { id, now } = await post(participants, { label, live });
    return new ClockParticipant(`${participants}/${id}`, Date.parse(String(now)));
  }

  /** Virtual time, ms since the epoch; it stands still while the participant is awake. */
  get now(): number {
    return this.#now;
  }

  /** Sleeps to a virtual time. @throws ParticipantDroppedError */
  async sleepUntil(at: number): Promise<void> {
    const { now, message } = await post(`${this.#address}/sleep`, { until: new Date(at).toISOString() });
    if (now === undefined)
      throw new ParticipantDroppedError(String(message ?? 'The participant was dropped in its sleep.'));
    this.#now = Date.parse(String(now));
  }

  /** Sleeps for virtual seconds. @throws ParticipantDroppedError */
  sleep(seconds: number): Promise<void> {
    return this.sleepUntil(this.#now + seconds * 1000);
  }

  /** Leaves; the clock waits for it no more. */
  async [Symbol.asyncDispose](): Promise<void> {
    await fetch(this.#address, { method: 'DELETE' });
  }
}

async function post(address: string, body: object): Promise<Record<string, unknown>> {
  const response = await fetch(address, { method: 'POST', body: JSON.stringify(body) });
  return (await response.json()) as Record<string, unknown>;
}
