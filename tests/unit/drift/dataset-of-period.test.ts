import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { datasetOfPeriod } from '#domain/drift/dataset-of-period.ts';
import { DAY, periodBefore, toleranceDays } from '#domain/drift/period.ts';

const dataset = (id: string, newestEvent?: string) => ({
  id,
  run: `run-${id}`,
  acceptedAt: '2024-01-01T00:00:00Z',
  ...(newestEvent === undefined ? {} : { newestEvent }),
});

const monthly = ['2023-02-28', '2023-03-31', '2023-04-30', '2024-02-29'].map((day) =>
  dataset(day.slice(0, 7), `${day}T23:50:00.000Z`),
);

describe('the dataset of a period', () => {
  it('is the one that ended then', () => {
    expect(datasetOfPeriod(monthly, new Date('2024-03-31T23:40:00Z'), { months: 12 })).toEqual({
      dataset: monthly[1],
    });
    expect(datasetOfPeriod(monthly, new Date('2024-03-31T23:40:00Z'), { months: 1 })).toEqual({ dataset: monthly[3] });
  });

  it('is none when nothing ends near enough, with what is nearest', () => {
    expect(datasetOfPeriod(monthly, new Date('2024-06-30T00:00:00Z'), { months: 12 })).toEqual({
      reason:
        'no accepted dataset ends 12 months before 2024-06-30T00:00:00.000Z, give or take 15 days; the nearest, 2023-04, ends 2023-04-30T23:50:00.000Z',
    });
  });

  it('is not known when the end of none was kept', () => {
    expect(datasetOfPeriod([dataset('old')], new Date('2024-06-30T00:00:00Z'), { days: 7 })).toEqual({
      reason: 'no accepted dataset is known to end 7 days before 2024-06-30T00:00:00.000Z, give or take 0.5 days',
    });
  });

  it('lies within the tolerance, nothing lies nearer, and of equals it is the one accepted last', () => {
    const end = fc.date({ min: new Date('2020-01-01'), max: new Date('2024-12-31'), noInvalidDate: true });
    const period = fc.oneof(
      fc.record({ months: fc.integer({ min: 1, max: 24 }) }),
      fc.record({ days: fc.integer({ min: 2, max: 400 }), toleranceDays: fc.constantFrom(1, 30, 365) }),
    );
    fc.assert(
      fc.property(fc.array(fc.option(end), { maxLength: 20 }), end, period, (ends, now, wanted) => {
        const datasets = ends.map((each, index) => dataset(String(index), each?.toISOString()));
        const target = periodBefore(now, wanted).getTime();
        const distance = ({ newestEvent }: { newestEvent?: string | undefined }) =>
          newestEvent === undefined ? Number.POSITIVE_INFINITY : Math.abs(Date.parse(newestEvent) - target);
        const found = datasetOfPeriod(datasets, now, wanted);
        const near = datasets.filter((each) => distance(each) <= toleranceDays(wanted) * DAY);
        expect('dataset' in found).toBe(near.length > 0);
        if (!('dataset' in found)) return;
        const { dataset: chosen } = found;
        expect(near.every((each) => distance(each) >= distance(chosen))).toBe(true);
        expect(near.findLast((each) => distance(each) === distance(chosen))).toBe(chosen);
      }),
    );
  });
});
