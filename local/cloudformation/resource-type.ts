import type { Cloud } from '../cloud.ts';

export type Properties = Readonly<Record<string, unknown>>;

/** What a resource type is asked for. Property values are resolved; numbers and booleans may still be text. */
export interface ResourceRequest {
  readonly cloud: Cloud;
  readonly stackName: string;
  readonly logicalId: string;
  readonly properties: Properties;
  /** A name for a resource that the template does not name: stack, logical id and a suffix, at most so long. */
  generatedName(maximumLength?: number): string;
}

export interface ExistingResource extends ResourceRequest {
  readonly physicalId: string;
  readonly attributes: Properties;
}

export interface UpdateRequest extends ExistingResource {
  /** The properties it was last made with. */
  readonly before: Properties;
}

/** `physicalId` is what Ref gives, `attributes` what GetAtt gives. */
export interface MadeResource {
  readonly physicalId: string;
  readonly attributes: Properties;
}

/** How resources of one type are made real through the operations of their service. */
export interface ResourceType {
  /** Properties whose change makes a new resource. Without `update` every change does. */
  readonly createOnly?: readonly string[];
  create(request: ResourceRequest): MadeResource | Promise<MadeResource>;
  update?(request: UpdateRequest): MadeResource | Promise<MadeResource>;
  delete(request: ExistingResource): void | Promise<void>;
}
