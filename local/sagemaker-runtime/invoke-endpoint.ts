import type { InvokeEndpointInput } from '@aws-sdk/client-sagemaker-runtime';
import { type Call, type Cloud, type FaultPoint, ServiceError } from '../cloud.ts';
import { type Routed, servingOf } from '../sagemaker/endpoints/serving.ts';
import type { DataCapture } from './data-capture.ts';
import { type ContainerResponse, ContainerTimeoutError, type Forwarder } from './forward.ts';
import { createInvocationMetrics } from './invocation-metrics.ts';
import type { LiveTraffic } from './live-traffic.ts';
import { type ContainerFailure, modelError, NO_ANSWER, TIMED_OUT } from './model-error.ts';

/** 25 MB: payload limit of a real-time endpoint. */
const PAYLOAD_BYTES = 25 * 1024 * 1024;

/** What a body is when nobody says. */
const BYTES = 'application/octet-stream';

type Answer = ContainerResponse | ContainerFailure;
type Request = Omit<InvokeEndpointInput, 'Body'> & { readonly body: Uint8Array };

export interface InvocationParts {
  readonly forwarder: Forwarder;
  readonly capture: DataCapture;
  readonly traffic: LiveTraffic;
}

/** Members that would change which model answers, on endpoints the embedded AWS does not have. */
const UNSUPPORTED = ['TargetModel', 'TargetContainerHostname', 'InferenceComponentName', 'SessionId'] as const;

/**
 * InvokeEndpoint: routes to an instance slot, forwards the body as it is, measures.
 * Errors: ValidationError for an endpoint that is missing or not in service, or a body above 25 MB; ModelError (424)
 * when the container did not answer 2xx.
 */
export function createInvokeEndpoint(cloud: Cloud, { forwarder, capture, traffic }: InvocationParts) {
  const measure = createInvocationMetrics(cloud);

  return async (input: InvokeEndpointInput, call: Call) => {
    const received = performance.now();
    traffic.touch();
    const endpoint = input.EndpointName ?? '';
    const request: Request = { ...input, body: bodyOf(input) };
    const routed = servingOf(cloud).route(endpoint, input.TargetVariant);
    const sent = performance.now();
    const answer = await answerOf(endpoint, routed, request);
    measure(endpoint, routed, {
      status: answer.status,
      modelMicroseconds: Math.round((performance.now() - sent) * 1000),
      overheadMicroseconds: Math.round((sent - received) * 1000),
    });
    const failure = failureOf(answer);
    if (failure !== undefined) throw modelError(cloud, endpoint, failure);
    const { headers, body } = answer as ContainerResponse;
    const contentType = headers['content-type'] ?? BYTES;
    const config = routed.fleet.capture;
    if (config !== undefined && capture.samples(config)) {
      const exchange = {
        request: { contentType: input.ContentType ?? BYTES, body: request.body },
        response: { contentType, body },
        eventId: call.requestId,
        inferenceId: input.InferenceId,
        at: cloud.clock.now(),
      };
      capture.add({ endpoint, variant: routed.variant.name, config }, exchange);
    }
    const attributes = headers['x-amzn-sagemaker-custom-attributes'];
    return {
      Body: body,
      ContentType: contentType,
      InvokedProductionVariant: routed.variant.name,
      ...(typeof attributes === 'string' ? { CustomAttributes: attributes } : {}),
    };
  };

  async function answerOf(endpoint: string, routed: Routed, request: Request): Promise<Answer> {
    try {
      const fault = cloud.fault(faultPoint(endpoint, routed));
      const delayMs = fault?.delayMs;
      if (delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, delayMs));
      // A fault answers as the container would have: it counts in the metrics of the fleet it strikes.
      if (fault?.error !== undefined) return { status: fault.error.status ?? 500, message: fault.error.message };
      if (fault?.drop === true) return NO_ANSWER;
      const answer = await forward(forwarder, routed, request);
      return fault?.dropAnswer === true ? NO_ANSWER : answer;
    } finally {
      routed.server.release();
    }
  }
}

function faultPoint(endpoint: string, { fleet, variant, role }: Routed): FaultPoint {
  const subject = {
    EndpointName: endpoint,
    EndpointConfigName: fleet.configName,
    VariantName: variant.name,
    fleet: role,
  };
  return { service: 'sagemaker-runtime', operation: 'InvokeEndpoint', subject };
}

function failureOf(answer: Answer): ContainerFailure | undefined {
  if ('message' in answer) return answer;
  const { status, body } = answer;
  return status >= 200 && status < 300 ? undefined : { status, message: body.toString('utf8') };
}

function bodyOf(input: InvokeEndpointInput): Uint8Array {
  for (const member of UNSUPPORTED) {
    if (input[member] === undefined) continue;
    throw new ServiceError('ValidationError', `${member} is not supported by the embedded AWS.`);
  }
  const { Body } = input;
  const body = typeof Body === 'string' ? Buffer.from(Body) : Body;
  if (!(body instanceof Uint8Array)) throw new ServiceError('ValidationError', 'InvokeEndpoint needs a Body.');
  if (body.byteLength <= PAYLOAD_BYTES) return body;
  throw new ServiceError(
    'ValidationError',
    `The payload of ${body.byteLength} bytes is larger than the limit of ${PAYLOAD_BYTES} bytes.`,
  );
}

async function forward(forwarder: Forwarder, { server }: Routed, { body, ...input }: Request): Promise<Answer> {
  const headers: Record<string, string> = {
    'content-type': input.ContentType ?? BYTES,
    accept: input.Accept ?? '*/*',
    ...(input.CustomAttributes === undefined ? {} : { 'x-amzn-sagemaker-custom-attributes': input.CustomAttributes }),
    ...(input.InferenceId === undefined ? {} : { 'x-amzn-sagemaker-inference-id': input.InferenceId }),
  };
  try {
    return await forwarder.send({ port: await server.port(), headers, body });
  } catch (error) {
    if (error instanceof ContainerTimeoutError) return TIMED_OUT;
    // The process died or does not start; the server in front of it on its instance has nobody to ask.
    return NO_ANSWER;
  }
}
