/** A compiled CloudFormation template, as far as the plugin touches it. */
export interface Template {
  readonly Resources: Record<string, Resource>;
}

export interface Resource {
  readonly Type: string;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
  readonly Properties?: Record<string, unknown>;
  readonly DependsOn?: string | string[];
}
