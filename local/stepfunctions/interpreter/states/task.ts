import type { Integration } from '../../integrations/integration.ts';
import { findIntegration } from '../../integrations/registry.ts';
import { isObject, type JsonObject } from '../../json.ts';
import type { Wait } from '../frame.ts';
import { taskEvents } from '../task-events.ts';
import { countField, wrongType } from '../typed-field.ts';
import type { Visit } from '../visit.ts';

/** A Task without TimeoutSeconds waits this long. Source: https://states-language.net/#task-state. */
const DEFAULT_TIMEOUT_SECONDS = 99_999_999;

/** Schedules the call its Resource names. The answer comes back through task-answer.ts. */
export async function task(visit: Visit): Promise<void> {
  const { frame, here, machinery, run } = visit;
  const integration = findIntegration(here.state.Resource ?? '');
  const timeoutSeconds = await countField(visit, 'TimeoutSeconds', 1);
  const heartbeatSeconds = await countField(visit, 'HeartbeatSeconds', 1);
  // The call is scheduled by the next event of the execution: nothing else can be written before it.
  const id = run.execution.lastEvent + 1;
  const token = integration.pattern === 'token' ? machinery.token(visit, id) : undefined;
  const parameters = await argumentsOf(visit, integration, token);

  const events = taskEvents(integration);
  visit.event(...events.scheduled({ parameters, region: machinery.cloud.region, timeoutSeconds, heartbeatSeconds }));
  visit.event(...events.started());
  const wait = waitOf(integration, id, heartbeatSeconds);
  frame.wait = wait;
  machinery.dispatch(visit, wait, { integration, parameters, timeoutSeconds });
  if (wait.kind === 'call') return;
  const at = visit.now + (timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1_000;
  machinery.schedule(visit, wait, { purpose: 'timeout', at, background: timeoutSeconds === undefined });
  if (heartbeatSeconds === undefined) return;
  machinery.schedule(visit, wait, { purpose: 'heartbeat', at: visit.now + heartbeatSeconds * 1_000 });
}

async function argumentsOf(visit: Visit, integration: Integration, token: string | undefined): Promise<JsonObject> {
  const value = await visit.evaluate('Arguments', token === undefined ? {} : { token });
  if (integration.plainLambda === true)
    return { FunctionName: visit.here.state.Resource, Payload: value ?? visit.frame.input };
  if (value === undefined) return {};
  if (!isObject(value)) throw wrongType(visit, 'Arguments', { expected: 'object', value });
  return value;
}

function waitOf({ pattern, prefix }: Integration, id: number, heartbeatSeconds: number | undefined): Wait {
  switch (pattern) {
    case 'response':
      return { kind: 'call', id, prefix };
    case 'token':
      return { kind: 'token', id, prefix, submitted: false, heartbeatSeconds };
    default:
      return { kind: 'execution', id, prefix, submitted: false, arn: undefined, parse: pattern === 'executionParsed' };
  }
}
