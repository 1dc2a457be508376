import { ServiceError } from '../cloud.ts';
import type { RunningCloud } from '../create-cloud.ts';
import { ConnectionLostError, dispatch } from './dispatch.ts';
import type { WireAnswer, WireRequest } from './message.ts';
import { type Recognised, recognise } from './recognise.ts';
import { restXml } from './rest-xml.ts';

/** Who answers: the cloud, and who hears of bugs, which are errors that are no modelled errors of a service. */
export interface Answering {
  readonly cloud: RunningCloud;
  readonly log?: (message: string) => void;
}

interface Exchange {
  readonly requestId: string;
  /** Fires when the caller has gone. */
  readonly signal?: AbortSignal;
  /** Lets time pass although the request is not answered. */
  readonly release: () => void;
}

/** How a body that is malformed before its meaning is known is answered: only S3 clients frame bodies. */
const UNREADABLE = restXml({ labels: {} });

/** Answers one AWS request, whatever carried it. Undefined when the answer is lost on the way (an injected fault). */
export async function answerRequest(
  { cloud, log }: Answering,
  receive: () => Promise<WireRequest>,
  { requestId, signal, release }: Exchange,
): Promise<WireAnswer | undefined> {
  let request: WireRequest | undefined;
  let recognised: Recognised | undefined;
  try {
    request = await receive();
    recognised = await recognise(request);
    const { target, caller, refusal } = recognised;
    if (target === undefined) throw refusal;
    // An operation that waits for virtual time must not hold it.
    if (cloud.services.get(target.model.id)?.waiting?.includes(target.operation.name)) release();
    const call = { requestId, caller, ...(signal && { signal }) };
    return complete(await dispatch(cloud, request, { target, call }), { requestId, cloud });
  } catch (error) {
    if (error instanceof ConnectionLostError) return undefined;
    if (request === undefined && !(error instanceof ServiceError)) throw error;
    if (!(error instanceof ServiceError)) log?.(`${request?.method} ${request?.path}: ${describe(error)}`);
    const { protocol = UNREADABLE, target } = recognised ?? {};
    return complete(protocol.writeError(modelled(error), target?.model, requestId), { requestId, cloud });
  }
}

/** Adds the headers every answer has. */
function complete(answer: WireAnswer, { requestId, cloud }: { requestId: string; cloud: RunningCloud }): WireAnswer {
  const { headers, status, body } = answer;
  headers['x-amzn-requestid'] = requestId;
  headers['x-amz-request-id'] = requestId;
  headers.date = cloud.clock.date().toUTCString();
  // The answer to HEAD tells the length of what it leaves out.
  if (status !== 204 && status !== 304) headers['content-length'] ??= String(Buffer.byteLength(body));
  return answer;
}

function modelled(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  return new ServiceError('InternalFailure', 'The embedded AWS failed; its log says why.', { status: 500 });
}

export function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
