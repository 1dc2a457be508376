import { setTimeout as sleep } from 'node:timers/promises';
import { type Call, type Operation, ServiceError, type ServiceId } from '../cloud.ts';
import { notImplemented, type RunningCloud } from '../create-cloud.ts';
import type { Target, WireAnswer, WireRequest } from './message.ts';
import { requireMembers } from './required-members.ts';

/** Operations that ask for their faults themselves, because only they know what they are about (a fleet, a function). */
const ASKING_THEMSELVES: ReadonlySet<string> = new Set(['lambda:Invoke', 'sagemaker-runtime:InvokeEndpoint']);

/** The request or its answer was lost on the way: the connection breaks without an answer. */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError';
}

/** Runs the operation a request means and writes its output. @throws ServiceError, ConnectionLostError */
export async function dispatch(
  cloud: RunningCloud,
  request: WireRequest,
  { target, call }: { target: Target; call: Call },
): Promise<WireAnswer> {
  const { model, operation, protocol } = target;
  const implementation: Operation | undefined = cloud.services.get(model.id)?.operations[operation.name];
  if (implementation === undefined) throw notImplemented(model.id, operation.name);
  const input = readInput(request, target);
  requireMembers(model, operation.input, input);
  const run = async () => ((await implementation(input as never, call)) ?? {}) as Record<string, unknown>;
  const output = await withFaults(cloud, { service: model.id, operation: operation.name, input }, run);
  return protocol.writeOutput(output, target, call.requestId);
}

function readInput(request: WireRequest, target: Target): Record<string, unknown> {
  try {
    return target.protocol.readInput(request, target);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const code = target.model.id === 's3' ? 'MalformedXML' : 'SerializationException';
    throw new ServiceError(code, `The request cannot be read: ${why}`);
  }
}

async function withFaults<T>(
  cloud: RunningCloud,
  point: { service: ServiceId; operation: string; input: Record<string, unknown> },
  run: () => Promise<T>,
): Promise<T> {
  const { service, operation, input } = point;
  if (ASKING_THEMSELVES.has(`${service}:${operation}`)) return run();
  const texts = Object.entries(input).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const fault = cloud.fault({ service, operation, subject: Object.fromEntries(texts) });
  if (fault === undefined) return run();
  if (fault.delayMs !== undefined) await sleep(fault.delayMs);
  if (fault.drop) throw new ConnectionLostError(`Fault ${fault.id} lost ${service}:${operation}.`);
  if (fault.error) {
    const { code, message, status = 400 } = fault.error;
    throw new ServiceError(code, message, { status });
  }
  const output = await run();
  if (fault.dropAnswer) throw new ConnectionLostError(`Fault ${fault.id} lost the answer of ${service}:${operation}.`);
  return output;
}
