import type { Traffic } from '#domain/judge/settled-minute.ts';

/** Failures per request; 0 without requests. */
export function failureRate({ requests, failures }: Traffic): number {
  return requests === 0 ? 0 : failures / requests;
}
