import type { CreateService } from '../cloud.ts';
import { DataCapture } from './data-capture.ts';
import { Forwarder } from './forward.ts';
import { createInvokeEndpoint } from './invoke-endpoint.ts';
import { LiveTraffic } from './live-traffic.ts';

/** A model's container must answer within 60 s: API reference of InvokeEndpoint. */
const CONTAINER_TIMEOUT_MS = 60_000;

/** SageMaker Runtime: InvokeEndpoint against the endpoints of the same cloud's SageMaker. */
export const createSageMakerRuntime: CreateService = (cloud) => {
  const forwarder = new Forwarder(CONTAINER_TIMEOUT_MS);
  const capture = new DataCapture(cloud);
  const traffic = new LiveTraffic(cloud.clock);
  return {
    id: 'sagemaker-runtime',
    // Requests pace the clock (LiveTraffic) instead of holding it: under steady load it would never be free.
    waiting: ['InvokeEndpoint'],
    operations: { InvokeEndpoint: createInvokeEndpoint(cloud, { forwarder, capture, traffic }) },
    async close() {
      await capture.close();
      forwarder.close();
    },
  };
};
