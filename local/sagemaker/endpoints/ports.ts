import type { Cloud } from '../../cloud.ts';
import { startContainer } from '../images/start-container.ts';
import { type ModelContainer, resolveModel } from '../resolve-model.ts';

/** A container that runs as a child process and serves POST /invocations on a loopback port. */
export interface InferenceContainer {
  readonly port: number;
  stop(): Promise<void>;
  /** Calls the listener once when the process has ended by itself. */
  onExit(listener: () => void): void;
}

export interface InferenceContainerRequest extends ModelContainer {
  /** Receives each line the container prints. */
  readonly onLine: (line: string) => void;
}

/** What endpoints need from the rest of SageMaker. */
export interface EndpointPorts {
  /** The containers of a model. @throws ValidationException when there is no such model */
  resolveModel(modelName: string): readonly ModelContainer[];
  /** Starts a container and waits for its first answer to GET /ping. @throws ContainerError */
  startContainer(request: InferenceContainerRequest): Promise<InferenceContainer>;
}

export function realPorts(cloud: Cloud): EndpointPorts {
  return {
    resolveModel: (modelName) => resolveModel(cloud, modelName),
    startContainer: (request) => startContainer(cloud, request),
  };
}
