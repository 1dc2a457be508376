import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '#data/duckdb.ts';
import { prepareDataset } from '#data/prepare/prepare-dataset.ts';
import { someTickets, TEAMS, type Ticket } from '../../models/tickets/tickets-dataset.ts';
import { aDirectory, landTickets, ticketsManifest, ticketsSql } from './a-workspace.ts';

async function prepare(change: (ticket: Ticket, index: number) => Partial<Ticket> = () => ({}), sql = ticketsSql) {
  const tickets = someTickets().map((ticket, index) => ({ ...ticket, ...change(ticket, index) }));
  const { path } = landTickets('tickets.csv', tickets);
  const files = { landed: [path], accepted: [path], readable: [join(path, '..')] };
  const directory = aDirectory();
  return { ...(await prepareDataset({ manifest: ticketsManifest(), sql, directory, ...files })), tickets, directory };
}

/** The first row of the holdout. */
const CUT = 280;

describe('a prepared label that names classes', () => {
  it('is the number of its class in what is trained on, in the order of the manifest', async () => {
    const { trainPath, validationPath, tickets } = await prepare();
    const rows = [trainPath, validationPath].flatMap((path) => readFileSync(path, 'utf8').trimEnd().split('\n'));
    const numbered = rows.map((line) => line.split(',').slice(0, 3).map(Number));
    const expected = tickets
      .slice(0, CUT - 1)
      .map(({ team, words, amounts }) => [TEAMS.indexOf(team as never), words, amounts]);
    expect(numbered.map(String).sort()).toEqual(expected.map(String).sort());
  });

  it('is the number of its class in the labels of the holdout', async () => {
    const { labelsPath, tickets, directory } = await prepare();
    await using database = await openDatabase({ directory });
    const rows = await database.rows(`SELECT row_id, label::INTEGER AS label FROM '${labelsPath}'`);
    expect(rows).toHaveLength(121);
    const teams = new Map(tickets.map(({ ticket, team }) => [ticket, team]));
    for (const { row_id: id, label } of rows) expect(TEAMS[label as number]).toBe(teams.get(String(id)));
  });

  it('is left out where it is missing', async () => {
    const { rows } = await prepare((_, index) => (index % 10 === 0 ? { team: '' } : {}));
    expect(rows.train + rows.validation + rows.holdout).toBe(360);
  });

  it.each([
    [
      'another name',
      (_: Ticket, row: number) => (row === 3 ? { team: 'sales' } : {}),
      'LabelInvalidError',
      /T100003 has the label sales; a multiclass label is the name of one of data\.label\.classes: billing, delivery, other/,
    ],
    [
      'one class in training',
      (_: Ticket, row: number) => (row < CUT ? { team: 'other' } : {}),
      'OneClassError',
      /All training rows have the label other/,
    ],
    [
      'one class held out',
      (_: Ticket, row: number) => (row < CUT - 5 ? {} : { team: 'delivery' }),
      'OneClassError',
      /All holdout rows have the label delivery/,
    ],
    [
      'a class that training lacks',
      ({ team }: Ticket, row: number) => (row < CUT && team === 'billing' ? { team: 'other' } : {}),
      'MissingClassError',
      /No training row is of the class billing, so no model can learn it\. Land rows of it, widen data\.window/,
    ],
  ])('with %s is an error with a name', async (_, ...[change, name, message]) => {
    await expect(prepare(change)).rejects.toMatchObject({ name, message: expect.stringMatching(message) });
  });

  it('may lack a class in the holdout only', async () => {
    const { rows } = await prepare(({ team }, row) => (row >= CUT - 1 && team === 'billing' ? { team: 'other' } : {}));
    expect(rows.holdout).toBe(121);
  });

  it('is refused as a number', async () => {
    const sql = ticketsSql.replace('team AS label', "(team = 'other')::INTEGER AS label");
    await expect(prepare(() => ({}), sql)).rejects.toThrowError(/has the label [01]; a multiclass label is the name/);
  });
});
