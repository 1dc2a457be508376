import type { ServerResponse } from 'node:http';
import type { Clock } from '../clock/clock.ts';
import { ControlError, sendJson } from './json-http.ts';
import type { Participants } from './participants.ts';

/** Real ms between signs of life in the answer to a sleep, so that clients do not give up on it. */
const SIGN_OF_LIFE_MS = 10_000;

type Body = Readonly<Record<string, unknown>>;

export function describeClock(clock: Clock) {
  return { now: clock.date().toISOString(), speed: clock.speed, mode: clock.mode, holders: clock.holders() };
}

/** PUT /_local/clock {speed} */
export function changeClock(clock: Clock, { speed }: Body) {
  if (typeof speed !== 'number' || !(speed > 0)) throw new ControlError(400, 'speed must be a number above 0.');
  clock.speed = speed;
  return describeClock(clock);
}

/** POST /_local/clock/advance {seconds} */
export async function advanceClock(clock: Clock, { seconds }: Body) {
  if (typeof seconds !== 'number' || !(seconds >= 0))
    throw new ControlError(400, 'seconds must be a number from 0 on.');
  await clock.advanceTo(clock.now() + seconds * 1000);
  return describeClock(clock);
}

/** POST /_local/clock/participants {label, live?} */
export function addParticipant(clock: Clock, participants: Participants, { label, live = false }: Body) {
  if (typeof label !== 'string' || label === '') throw new ControlError(400, 'label must be a text.');
  if (typeof live !== 'boolean') throw new ControlError(400, 'live must be true or false.');
  const id = participants.add({ label, live });
  return { id, now: clock.date().toISOString() };
}

/** POST /_local/clock/participants/:id/sleep {until | seconds}. The answer begins at once and ends with the sleep. */
export async function sleepParticipant(
  { clock, participants }: { clock: Clock; participants: Participants },
  { id, body }: { id: string; body: Body },
  response: ServerResponse,
): Promise<void> {
  if (!participants.has(id)) throw new ControlError(404, `There is no participant ${id}; it may have been dropped.`);
  const until = wakingTime(clock, body);
  const gone = () => participants.remove(id);
  response.once('close', gone);
  response.writeHead(200, { 'content-type': 'application/json' });
  // Blanks before a JSON text mean nothing.
  const life = setInterval(() => response.write(' '), SIGN_OF_LIFE_MS).unref();
  response.flushHeaders();
  const woken = await participants.sleep(id, until);
  clearInterval(life);
  response.off('close', gone);
  if (response.closed) participants.remove(id);
  else response.end(JSON.stringify(woken ? { now: clock.date().toISOString() } : { dropped: true }));
}

function wakingTime(clock: Clock, { until, seconds }: Body): number {
  if (typeof seconds === 'number' && seconds >= 0) return clock.now() + seconds * 1000;
  const at = typeof until === 'string' ? Date.parse(until) : Number.NaN;
  if (Number.isNaN(at)) throw new ControlError(400, 'until must be a time in ISO 8601, or seconds a number from 0 on.');
  return at;
}

/** DELETE /_local/clock/participants/:id */
export function removeParticipant(participants: Participants, id: string, response: ServerResponse): void {
  if (!participants.remove(id)) throw new ControlError(404, `There is no participant ${id}.`);
  sendJson(response, 204);
}
