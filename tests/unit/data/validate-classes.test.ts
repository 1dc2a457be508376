import { describe, expect, it } from 'vitest';
import { validateDataset } from '#data/validate/validate-dataset.ts';
import type { Expectation, Label, Manifest } from '#domain/manifest/schema.ts';
import { someTickets, type Ticket } from '../../models/tickets/tickets-dataset.ts';
import { landTickets, ticketsManifest } from './a-workspace.ts';

const now = new Date('2024-02-01T00:00:00Z');

/** What the data gate finds in the tickets with each one changed. */
function validate(change: (ticket: Ticket, index: number) => Partial<Ticket>, data: Partial<Manifest['data']> = {}) {
  const tickets = someTickets().map((ticket, index) => ({ ...ticket, ...change(ticket, index) }));
  return validateDataset({ manifest: ticketsManifest(data), files: [landTickets('tickets.csv', tickets)], now });
}

const honest = () => ({});

const label = (changed: Partial<Extract<Label, { kind: 'multiclass' }>>): Label => ({
  sql: 'team',
  kind: 'multiclass',
  classes: ['billing', 'delivery', 'other'],
  ...changed,
});

describe('a label that names classes', () => {
  it('is accepted in an honest landing, whose profile has no mean of it', async () => {
    const { verdict, reasons, profile } = await validate(honest);
    expect({ verdict, reasons }).toEqual({ verdict: 'Accepted', reasons: [] });
    expect(profile).not.toHaveProperty('labelMean');
  });

  it('may be missing in some rows, but not in all', async () => {
    expect((await validate((_, index) => (index % 5 === 0 ? { team: '' } : {}))).verdict).toBe('Accepted');
    expect((await validate(() => ({ team: '' }))).reasons).toEqual([
      'No row has a label: `team` is missing everywhere.',
    ]);
  });

  it('names one of the classes, and another name is told', async () => {
    const { verdict, reasons, expectations } = await validate((_, index) => (index < 7 ? { team: 'Billing' } : {}));
    expect(verdict).toBe('Rejected');
    expect(reasons).toEqual([
      '7 of 400 labels name none of data.label.classes, "Billing" for one. Correct data.label, whose SQL gives a class by its name, or what landed.',
    ]);
    expect(expectations.find(({ check }) => check === 'labelValues')).toMatchObject({ count: 7, verdict: 'Failed' });
  });

  it('is not shown when it is made of a sensitive column', async () => {
    const { team, ...columns } = ticketsManifest().data.columns;
    const secret = { ...columns, team: { ...team!, sensitive: true } };
    const { reasons } = await validate((_, index) => (index < 7 ? { team: 'Jane Doe' } : {}), { columns: secret });
    expect(reasons[0]).toContain('7 of 400 labels name none of data.label.classes. Correct');
    expect(JSON.stringify(reasons)).not.toContain('Jane');
  });

  it('gives the name, not the number', async () => {
    const sql = "CASE team WHEN 'billing' THEN 0 WHEN 'delivery' THEN 1 ELSE 2 END";
    const { reasons } = await validate(honest, { label: label({ sql }), expectations: [] });
    expect(reasons[0]).toContain('400 of 400 labels name none of data.label.classes, "0" for one.');
    const numbered = label({ sql, classes: ['0', '1', '2'] });
    expect((await validate(honest, { label: numbered, expectations: [] })).verdict).toBe('Accepted');
  });

  it('of one class only is nothing to learn from', async () => {
    const { reasons } = await validate(() => ({ team: 'other' }), { expectations: [] });
    expect(reasons).toEqual(['All 400 labels are other: there is nothing to learn. Check how `team` was delivered.']);
  });

  it('lacks a class that is told, and does not stop the line for one landing', async () => {
    const { verdict, expectations } = await validate(({ team }) => ({ team: team === 'delivery' ? 'other' : team }), {
      expectations: [],
    });
    expect(verdict).toBe('Accepted');
    expect(expectations).toContainEqual(
      expect.objectContaining({ check: 'labelClasses', mode: 'observe', message: 'No row is of the class delivery.' }),
    );
  });

  it('must be computable', async () => {
    const { reasons } = await validate(honest, { label: label({ sql: 'taem' }), expectations: [] });
    expect(reasons[0]).toMatch(/^The label `taem` cannot be computed: .* Correct data\.label\.sql\.$/);
  });

  it('may have quotes in the names of its classes', async () => {
    const quoted = label({ classes: ["o'ther", 'billing', 'delivery'] });
    const change = ({ team }: Ticket) => ({ team: team === 'other' ? "o'ther" : team });
    expect((await validate(change, { label: quoted, expectations: [] })).verdict).toBe('Accepted');
  });

  it('has a rate within limits in each class', async () => {
    const rate = (name: string, min: number): Expectation => {
      return { check: 'labelRate', class: name, min, max: 1, mode: 'enforce' };
    };
    const { expectations, reasons } = await validate(honest, {
      expectations: [rate('billing', 0.1), rate('other', 0.9)],
    });
    const share = someTickets().filter(({ team }) => team === 'other').length / 400;
    expect(expectations.filter(({ check }) => check === 'labelRate').map(({ verdict }) => verdict)).toEqual([
      'Passed',
      'Failed',
    ]);
    expect(reasons).toEqual([
      `${(share * 100).toPrecision(3)} % of the labels are other; 90 % to 100 % are expected. Check how the label was delivered.`,
    ]);
  });
});

describe('leakage of classes', () => {
  const leaking = async (change: (ticket: Ticket, index: number) => Partial<Ticket>) => {
    const { verdict, reasons } = await validate(change, { expectations: [] });
    return { verdict, reason: reasons[0] };
  };

  it('of one class alone stops the line, and the class is named', async () => {
    const { verdict, reason } = await leaking(({ team }) => ({ words: team === 'delivery' ? 999 : 10 }));
    expect(verdict).toBe('Rejected');
    expect(reason).toBe(
      '`words` alone tells the class delivery from all others with AUC 1; at most 0.98 is credible. It was probably written after the event. Leave it out of prepare.sql and name it in data.leakage.except, or drop it.',
    );
  });

  it('shows in what is missing, too', async () => {
    const { reason } = await leaking(({ team }) => ({ addresses: team === 'billing' ? '' : 1 }));
    expect(reason).toContain('`addresses` alone tells the class billing');
  });

  it('is found in few categories by the shares of the classes in them', async () => {
    const { reason } = await leaking(({ team }) => ({ channel: team === 'other' ? 'queue-7' : 'mail' }));
    expect(reason).toContain('`channel` alone tells the class other from all others with AUC 1');
  });

  it('is not found in an identifier, nor in the label itself where it is excepted', async () => {
    expect(await leaking(honest)).toEqual({ verdict: 'Accepted', reason: undefined });
  });
});
