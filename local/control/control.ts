import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RunningCloud } from '../create-cloud.ts';
import { InvalidFaultError, parseFaultRule } from '../faults/fault-rule.ts';
import type { FaultTable } from '../faults/fault-table.ts';
import type { Notification } from '../sns/records.ts';
import type { LocalHandler } from '../wire/wire.ts';
import * as clockRoutes from './clock-routes.ts';
import { ControlError, readJson, sendJson } from './json-http.ts';
import type { Participants } from './participants.ts';

interface ControlOptions {
  readonly cloud: RunningCloud;
  readonly faults: FaultTable;
  readonly participants: Participants;
}

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  /** The last step of the path that the route leaves open. */
  readonly id: string;
}

/** A value is answered with 200; a route that answers by itself returns nothing. */
type Route = (exchange: Exchange) => unknown;

/** The API under `/_local/`: health, clock, participants, faults, notifications. It is JSON and no AWS API. */
export function createControl(options: ControlOptions): LocalHandler {
  const routes = tableOf(options);
  return async (incoming, response) => {
    try {
      const { pathname, searchParams: query } = new URL(incoming.url ?? '/', 'http://localhost');
      const [route, id] = find(routes, incoming.method ?? 'GET', pathname);
      const answer = await route({ incoming, response, query, id });
      if (answer !== undefined) sendJson(response, 200, answer);
    } catch (error) {
      const status =
        error instanceof ControlError ? error.status : error instanceof InvalidFaultError ? 400 : undefined;
      if (status === undefined) throw error;
      sendJson(response, status, { message: (error as Error).message });
    }
  };
}

function tableOf({ cloud, faults, participants }: ControlOptions): Readonly<Record<string, Route>> {
  const { clock, store } = cloud;
  return {
    'GET /_local/health': () => ({ status: 'ok', services: [...cloud.services.keys()], pid: process.pid }),
    'GET /_local/clock': () => clockRoutes.describeClock(clock),
    'PUT /_local/clock': async ({ incoming }) => clockRoutes.changeClock(clock, await readJson(incoming)),
    'POST /_local/clock/advance': async ({ incoming }) => clockRoutes.advanceClock(clock, await readJson(incoming)),
    'POST /_local/clock/participants': async ({ incoming }) =>
      clockRoutes.addParticipant(clock, participants, await readJson(incoming)),
    'POST /_local/clock/participants/:id/sleep': async ({ incoming, response, id }) =>
      clockRoutes.sleepParticipant({ clock, participants }, { id, body: await readJson(incoming) }, response),
    'DELETE /_local/clock/participants/:id': ({ response, id }) =>
      clockRoutes.removeParticipant(participants, id, response),
    'GET /_local/faults': () => ({ faults: faults.list() }),
    'POST /_local/faults': async ({ incoming, response }) =>
      sendJson(response, 201, faults.add(parseFaultRule(await readJson(incoming)))),
    'DELETE /_local/faults': ({ response }) => {
      faults.clear();
      sendJson(response, 204);
    },
    'DELETE /_local/faults/:id': ({ response, id }) => {
      if (!faults.remove(id)) throw new ControlError(404, `There is no fault ${id}.`);
      sendJson(response, 204);
    },
    'GET /_local/notifications': ({ query }) => {
      const topic = query.get('topicArn');
      const all = store
        .collection<Notification>('sns.notifications')
        .list()
        .map(([, notification]) => notification);
      return { notifications: topic === null ? all : all.filter(({ topicArn }) => topicArn === topic) };
    },
  };
}

function find(routes: Readonly<Record<string, Route>>, method: string, path: string): [Route, string] {
  const exact = routes[`${method} ${path}`];
  if (exact !== undefined) return [exact, ''];
  for (const [pattern, route] of Object.entries(routes)) {
    const [before, after] = pattern.split(':id');
    const asked = `${method} ${path}`;
    if (after === undefined || !asked.startsWith(before!) || !asked.endsWith(after)) continue;
    const id = asked.slice(before!.length, asked.length - after.length);
    if (id !== '' && !id.includes('/')) return [route, id];
  }
  throw new ControlError(404, `There is no ${method} ${path}; see local/README.md.`);
}
