import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export interface TinyFlat {
  flat: string;
  let_at: string;
  area: number | '';
  rooms: number;
  distance_km: number | '';
  tenant: string;
  rent: number | '';
}

export interface TinyLanding {
  readonly rows?: number;
  /** Day of the first row; rows follow every two hours. */
  readonly from?: string;
  readonly seed?: number;
}

/** A few hundred flats: the same seed gives the same rows. One in ten has no distance. */
export function tinyFlats({ rows = 300, from = '2024-01-01', seed = 1 }: TinyLanding = {}): TinyFlat[] {
  const random = xoroshiro128plus(seed);
  const uniform = (low: number, high: number) => low + (high - low) * uniformFloat64(random);
  const start = Date.parse(`${from}T00:00:00Z`);
  return Array.from({ length: rows }, (_, index) => {
    const rooms = 1 + Math.floor(uniform(0, 5));
    const area = Math.round(rooms * uniform(18, 30));
    const distance = Math.round(uniform(0, 20) * 10) / 10;
    const rent = Math.round(450 + 9 * area - 22 * distance + uniform(-150, 150));
    return {
      flat: `F${seed * 100_000 + index}`,
      let_at: new Date(start + index * 2 * 3_600_000).toISOString().slice(0, 19).replace('T', ' '),
      area,
      rooms,
      distance_km: uniform(0, 1) < 0.1 ? '' : distance,
      tenant: `Tenant ${index}`,
      rent,
    };
  });
}

/** The flats as the CSV that lands. */
export function tinyCsv(flats: readonly Partial<TinyFlat>[]): string {
  const names = Object.keys(flats[0] ?? {});
  const lines = flats.map((flat) => Object.values(flat).join(','));
  return `${[names.join(','), ...lines].join('\n')}\n`;
}
