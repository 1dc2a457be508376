import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export const TEAMS = ['billing', 'delivery', 'other'] as const;

export interface Ticket {
  ticket: string;
  opened_at: string;
  words: number;
  amounts: number;
  addresses: number | '';
  channel: string;
  sender: string;
  team: string;
}

export interface TicketLanding {
  readonly rows?: number;
  /** Day of the first row; rows follow every hour. */
  readonly from?: string;
  readonly seed?: number;
}

/**
 * A few hundred tickets: the same seed gives the same rows. Those for billing mention amounts, those for delivery addresses,
 * all others are long; one in ten says nothing of its team.
 */
export function someTickets({ rows = 400, from = '2024-01-01', seed = 1 }: TicketLanding = {}): Ticket[] {
  const random = xoroshiro128plus(seed);
  const uniform = (low: number, high: number) => low + (high - low) * uniformFloat64(random);
  const whole = (low: number, high: number) => Math.floor(uniform(low, high));
  const start = Date.parse(`${from}T00:00:00Z`);
  return Array.from({ length: rows }, (_, index) => {
    const share = uniform(0, 1);
    const team = share < 0.3 ? 'billing' : share < 0.55 ? 'delivery' : 'other';
    const vague = uniform(0, 1) < 0.1;
    return {
      ticket: `T${seed * 100_000 + index}`,
      opened_at: new Date(start + index * 3_600_000).toISOString().slice(0, 19).replace('T', ' '),
      words: whole(5, team === 'other' && !vague ? 200 : 80),
      amounts: whole(0, team === 'billing' && !vague ? 5 : 2),
      addresses: uniform(0, 1) < 0.1 ? '' : whole(0, team === 'delivery' && !vague ? 4 : 2),
      channel: uniform(0, 1) < 0.6 ? 'mail' : 'chat',
      sender: `Sender ${index}`,
      team,
    };
  });
}

/** The tickets as the CSV that lands. */
export function ticketsCsv(tickets: readonly Partial<Ticket>[]): string {
  const names = Object.keys(tickets[0] ?? {});
  const lines = tickets.map((ticket) => Object.values(ticket).join(','));
  return `${[names.join(','), ...lines].join('\n')}\n`;
}
