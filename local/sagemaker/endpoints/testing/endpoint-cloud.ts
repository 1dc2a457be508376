import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  CreateEndpointConfigInput,
  DeploymentConfig,
  DescribeEndpointOutput,
  ProductionVariant,
} from '@aws-sdk/client-sagemaker';
import type { InvokeEndpointInput } from '@aws-sdk/client-sagemaker-runtime';
import {
  type CreateService,
  type Fault,
  type FaultPoint,
  type MetricDatum,
  ServiceError,
  type ServiceEvent,
} from '../../../cloud.ts';
import { createSageMakerRuntime } from '../../../sagemaker-runtime/service.ts';
import { createTestCloud, type TestCloud } from '../../../testing/test-cloud.ts';
import { createEndpointOperations } from '../operations.ts';
import type { ServingShare } from '../routing.ts';
import { servingOf } from '../serving.ts';
import { FakeContainers } from './fake-container.ts';

const SECOND = 1000;

interface Options {
  readonly directory?: string;
  readonly fault?: (point: FaultPoint) => Fault | undefined;
  readonly alarms?: Map<string, string>;
}

/** A cloud with endpoints, their runtime, fake containers, and fakes of what both use of other services. */
export class EndpointCloud implements AsyncDisposable {
  readonly cloud: TestCloud;
  readonly containers = new FakeContainers();
  readonly events: ServiceEvent[] = [];
  readonly metrics: MetricDatum[] = [];
  readonly logs: string[] = [];
  readonly objects = new Map<string, string>();
  /** State of every alarm that exists. */
  readonly alarms: Map<string, string>;
  /** How often DescribeAlarms was called. */
  polls = 0;
  shares: (endpoint: string) => ServingShare[] = () => [];
  readonly #directory: string;
  readonly #fault: Options['fault'];
  #killed = false;

  constructor({ directory, fault, alarms = new Map() }: Options = {}) {
    this.#directory = directory ?? mkdtempSync(join(tmpdir(), 'andon-endpoints-'));
    this.#fault = fault;
    this.alarms = alarms;
    const services = [this.#world(), this.#storage(), this.#sagemaker(), createSageMakerRuntime];
    this.cloud = createTestCloud({ directory: this.#directory, services, fault: (point) => this.#fault?.(point) });
  }

  async call<T = unknown>(operation: string, input: object): Promise<T> {
    return (await this.cloud.call('sagemaker', operation, input)) as T;
  }

  /** Passes virtual time. */
  async pass(seconds: number): Promise<void> {
    await this.cloud.clock.advanceTo(this.cloud.clock.now() + seconds * SECOND);
  }

  /** Creates a configuration of one variant, AllTraffic, whose model has the same name as the configuration. */
  async config(name: string, variant: Partial<ProductionVariant> = {}, rest: Partial<CreateEndpointConfigInput> = {}) {
    await this.call('CreateEndpointConfig', {
      EndpointConfigName: name,
      ProductionVariants: [
        {
          VariantName: 'AllTraffic',
          ModelName: name,
          InstanceType: 'ml.m5.large',
          InitialInstanceCount: 10,
          ...variant,
        },
      ],
      ...rest,
    });
  }

  /** An endpoint `flights` in service with configuration `blue`. */
  async inService(variant: Partial<ProductionVariant> = {}): Promise<void> {
    await this.config('blue', variant);
    await this.call('CreateEndpoint', { EndpointName: 'flights', EndpointConfigName: 'blue' });
    await this.cloud.clock.runUntilIdle();
  }

  async update(config: string, deployment?: DeploymentConfig): Promise<void> {
    await this.call('UpdateEndpoint', {
      EndpointName: 'flights',
      EndpointConfigName: config,
      ...(deployment === undefined ? {} : { DeploymentConfig: deployment }),
    });
  }

  describe(endpoint = 'flights'): Promise<DescribeEndpointOutput> {
    return this.call('DescribeEndpoint', { EndpointName: endpoint });
  }

  /** Share of the traffic that a configuration gets now. */
  share(config: string, endpoint = 'flights'): number {
    return this.shares(endpoint)
      .filter(({ EndpointConfigName }) => EndpointConfigName === config)
      .reduce((sum, { share }) => sum + share, 0);
  }

  /** Invokes the endpoint and returns the answer's body as text. */
  async invoke(input: Partial<InvokeEndpointInput> = {}): Promise<string> {
    const output = await this.cloud.call('sagemaker-runtime', 'InvokeEndpoint', {
      EndpointName: 'flights',
      ContentType: 'text/csv',
      Body: Buffer.from('1,2,3'),
      ...input,
    });
    return Buffer.from((output as { Body: Uint8Array }).Body).toString();
  }

  /** Ends everything as kill -9 would, and starts again on the same store. */
  async restart(): Promise<EndpointCloud> {
    await this.kill();
    return new EndpointCloud({
      directory: this.#directory,
      alarms: this.alarms,
      ...(this.#fault === undefined ? {} : { fault: this.#fault }),
    });
  }

  async kill(): Promise<void> {
    this.#killed = true;
    this.cloud.clock.stop();
    await this.containers.kill();
    this.cloud.store[Symbol.dispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#killed) return;
    await this.cloud[Symbol.asyncDispose]();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #sagemaker(): CreateService {
    return (cloud) => {
      const endpoints = createEndpointOperations(cloud, this.containers);
      this.shares = servingOf(cloud).shares;
      return { id: 'sagemaker', ...endpoints };
    };
  }

  #storage(): CreateService {
    return () => ({
      id: 's3',
      operations: {
        PutObject: ({ Bucket, Key, Body }: { Bucket: string; Key: string; Body: Uint8Array }) => {
          if (Bucket === 'missing') throw new ServiceError('NoSuchBucket', 'The specified bucket does not exist');
          this.objects.set(`${Bucket}/${Key}`, Buffer.from(Body).toString());
          return {};
        },
      },
    });
  }

  /** CloudWatch, EventBridge and Logs as far as endpoints use them. */
  #world(): CreateService {
    return () => ({
      id: 'cloudwatch',
      operations: {
        DescribeAlarms: ({ AlarmNames }: { AlarmNames: string[] }) => {
          this.polls++;
          const found = AlarmNames.filter((name) => this.alarms.has(name));
          return { MetricAlarms: found.map((AlarmName) => ({ AlarmName, StateValue: this.alarms.get(AlarmName) })) };
        },
      },
      ports: {
        emit: (event) => void this.events.push(event),
        metric: (datum) => void this.metrics.push(datum),
        log: ({ message }) => void this.logs.push(message),
      },
    });
  }
}
