/** What an SDK client lets be added to. */
interface Observable {
  readonly middlewareStack: {
    add(
      middleware: (next: (args: never) => Promise<Answered>) => (args: never) => Promise<Answered>,
      options: { step: 'deserialize'; name: string; priority: 'low' },
    ): void;
  };
}

interface Answered {
  readonly response: unknown;
}

/**
 * The time that AWS last answered with, from the Date header (RFC 9110), to the second. What the command records bears AWS's time, so that a
 * laptop's wrong clock, or the embedded AWS's virtual one, cannot put decisions out of order.
 */
export interface AwsTime {
  now(): Date;
  observe(client: unknown): void;
}

export function awsTime(fallback: () => Date = () => new Date()): AwsTime {
  let last: Date | undefined;
  return {
    now: () => last ?? fallback(),
    observe(client) {
      (client as Observable).middlewareStack.add(
        (next) => async (args) => {
          const answered = await next(args);
          const { headers = {} } = answered.response as { headers?: Record<string, string> };
          const time = Date.parse(headers.date ?? '');
          if (Number.isFinite(time)) last = new Date(time);
          return answered;
        },
        { step: 'deserialize', name: 'observeAwsTime', priority: 'low' },
      );
    },
  };
}
