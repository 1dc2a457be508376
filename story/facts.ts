import type { Facts } from './line.ts';

/** Facts in a record that `save` writes to disk. A fact must survive JSON; one without a value is kept as null. */
export function createFacts(record: Record<string, unknown>, save: () => void): Facts {
  const keep = (name: string, fact: unknown) => {
    record[name] = fact ?? null;
    save();
  };
  return {
    keep,
    read: <T>(name: string) => record[name] as T | undefined,
    async once<T>(name: string, make: () => Promise<T>) {
      if (!(name in record)) keep(name, await make());
      return record[name] as T;
    },
  };
}
