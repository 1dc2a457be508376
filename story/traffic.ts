import { InvokeEndpointCommand, SageMakerRuntimeServiceException } from '@aws-sdk/client-sagemaker-runtime';
import type { Clients } from './clients.ts';
import type { Control } from './control.ts';

/** What the customers saw. */
export interface TrafficReport {
  requests: number;
  failed: number;
  /** First and last failed request, virtual ISO time. */
  firstFailure?: string;
  lastFailure?: string;
}

export interface Traffic {
  readonly report: TrafficReport;
  /** Ends the traffic after the second under way. */
  stop(): Promise<TrafficReport>;
}

export interface TrafficOptions {
  readonly endpointName: string;
  /** Requests per virtual second. */
  readonly rate: number;
  /** CSV rows without header, sent one a request in turn. */
  readonly rows: readonly string[];
  /** What customers saw before, where the story is continued. */
  readonly before?: TrafficReport | undefined;
  /** Hears of every virtual second. */
  readonly onSecond?: (report: TrafficReport) => void;
}

/** Sends real HTTP requests through InvokeEndpoint, `rate` per second of virtual time, until stopped. */
export async function startTraffic({ runtime }: Clients, control: Control, options: TrafficOptions): Promise<Traffic> {
  const { endpointName, rate, rows, before, onSecond } = options;
  const report: TrafficReport = { requests: 0, failed: 0, ...before };
  const participant = await control.participate('customers', true);
  let stopped = false;

  const send = async (now: Date) => {
    const Body = Buffer.from(rows[report.requests % rows.length] ?? '');
    report.requests++;
    try {
      await runtime.send(new InvokeEndpointCommand({ EndpointName: endpointName, ContentType: 'text/csv', Body }));
    } catch (error) {
      // No answer at all: the embedded AWS has gone, which is no customer's failed request.
      if (!(error instanceof SageMakerRuntimeServiceException)) throw error;
      report.failed++;
      report.firstFailure ??= now.toISOString();
      report.lastFailure = now.toISOString();
    }
  };
  const flow = (async () => {
    while (!stopped) {
      const now = await participant.sleep(1);
      await Promise.all(Array.from({ length: rate }, () => send(now)));
      onSecond?.(report);
    }
    await participant.leave();
  })();
  // Whoever stops the traffic hears of it; until then it is no unhandled rejection.
  flow.catch(() => {});
  return {
    report,
    async stop() {
      stopped = true;
      await flow;
      return report;
    },
  };
}
