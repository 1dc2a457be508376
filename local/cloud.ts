import type { Clock } from './clock/clock.ts';
import type { Store } from './store/store.ts';

/** What an operation may know of the request that reached it. */
export interface Call {
  /** Unique per request; answered as the AWS request id. */
  readonly requestId: string;
  /** Who calls: the access key id of the signature, or the service that calls on behalf of a workflow. */
  readonly caller: string;
  /** Fires when the caller has gone. */
  readonly signal?: AbortSignal;
}

/**
 * One operation: the modelled input in, the modelled output out, both in the shape of the SDK's types. S3 bodies are
 * Uint8Array in both directions. Errors are {@link ServiceError}s.
 */
export type Operation = (input: never, call: Call) => unknown;

/** What services provide to each other, beyond their operations. */
export type Ports = Pick<Cloud, 'emit' | 'invoke' | 'invokeAsync' | 'metric' | 'log'>;

/** One emulated AWS service: its id and the operations it supports, by their API names. */
export interface Service {
  readonly id: ServiceId;
  readonly operations: Readonly<Record<string, Operation>>;
  /** Operations that themselves wait for virtual time (a long poll), so that their requests must not hold the clock. */
  readonly waiting?: readonly string[];
  /** The ports of {@link Cloud} this service fills. */
  readonly ports?: Partial<Ports>;
  /** Called once when all services exist, after a start: takes up what was unfinished when the process died. */
  resume?(): void;
  /** Ends child processes and connections. */
  close?(): void | Promise<void>;
}

export type ServiceId =
  | 's3'
  | 'eventbridge'
  | 'sfn'
  | 'lambda'
  | 'logs'
  | 'cloudwatch'
  | 'sagemaker'
  | 'sagemaker-runtime'
  | 'sqs'
  | 'sns'
  | 'cloudformation'
  | 'sts';

/** A modelled error of an AWS service, answered in the protocol of the request. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  /** The error code on the wire, for example `ResourceInUse`. */
  readonly code: string;
  readonly status: number;
  /** Further modelled members, for example `Resource`. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, options: { status?: number; members?: Record<string, unknown> } = {}) {
    super(message);
    this.code = code;
    this.status = options.status ?? 400;
    this.members = options.members ?? {};
  }
}

/** An event as a service hands it to the default bus; the envelope is EventBridge's work. */
export interface ServiceEvent {
  readonly source: string;
  readonly detailType: string;
  readonly detail: Record<string, unknown>;
  readonly resources: readonly string[];
}

/** One measured value, kept at its virtual time. */
export interface MetricDatum {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
  /** How often the value was seen; 1 unless said. */
  readonly count?: number;
  readonly unit?: string;
  /** Virtual ms since the epoch; now unless said. */
  readonly at?: number;
  readonly storageResolution?: 1 | 60;
}

export interface Invocation {
  readonly functionArn: string;
  readonly payload: Uint8Array;
}

export interface InvocationResult {
  readonly payload: Uint8Array;
  /** `Unhandled` when the function threw, timed out or died; the payload is then {errorType, errorMessage, trace}. */
  readonly functionError?: string;
  readonly version: string;
}

/** What the services are to each other and to the machine. Each port is filled by the service named. */
export interface Cloud {
  readonly account: string;
  readonly region: string;
  /** Base address of the wire front, for example http://127.0.0.1:4566. */
  readonly endpoint: string;
  readonly clock: Clock;
  readonly store: Store;
  /** Uniform in [0, 1), seeded. */
  random(): number;
  /** A new UUID from the seeded source. */
  uuid(): string;
  /** Calls another service's operation exactly as a client would, for `aws-sdk:*` tasks and CloudFormation. */
  call(service: ServiceId, operation: string, input: object): Promise<unknown>;
  /** eventbridge: puts an AWS service's event on the default bus. Returns at once; delivery holds the clock. */
  emit(event: ServiceEvent): void;
  /** lambda: a synchronous invocation. Rejects with ServiceError when the function cannot be invoked at all. */
  invoke(invocation: Invocation): Promise<InvocationResult>;
  /** lambda: queues an asynchronous invocation with Lambda's own retries and on-failure destination. */
  invokeAsync(invocation: Invocation): void;
  /** cloudwatch */
  metric(datum: MetricDatum): void;
  /** logs: one line of a function's output, at the present virtual time. */
  log(line: { readonly group: string; readonly stream: string; readonly message: string }): void;
  /** A fault injected through /_local/faults that matches, or undefined. See local/faults/. */
  fault(point: FaultPoint): Fault | undefined;
}

/** A place where a fault may be injected: a service, an operation, and what it is about. */
export interface FaultPoint {
  readonly service: ServiceId;
  readonly operation: string;
  /** For example {EndpointConfigName, fleet: 'green'} or {TrainingJobName}. */
  readonly subject: Readonly<Record<string, string>>;
}

/** What goes wrong there. */
export interface Fault {
  readonly id: string;
  /**
   * error: the operation answers so; delayMs: it takes that much longer (real time); drop: the effect is lost;
   * dropAnswer: the effect happens and the caller never hears of it.
   */
  readonly error?: { readonly code: string; readonly message: string; readonly status?: number };
  readonly delayMs?: number;
  readonly drop?: boolean;
  readonly dropAnswer?: boolean;
}

/** Makes a service on a cloud. It registers its timer topics with the clock before it returns. */
export type CreateService = (cloud: Cloud) => Service;
