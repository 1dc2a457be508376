import { ServiceError } from '../../cloud.ts';

/** A CloudFormation template as `serverless package` writes it. */
export interface Template {
  readonly Description?: string;
  readonly Parameters?: Readonly<Record<string, ParameterDeclaration>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, ResourceDeclaration>>;
  readonly Outputs?: Readonly<Record<string, OutputDeclaration>>;
}

export interface ParameterDeclaration {
  readonly Type: string;
  readonly Default?: unknown;
  readonly AllowedValues?: readonly unknown[];
  readonly NoEcho?: boolean;
  readonly Description?: string;
}

export interface ResourceDeclaration {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface OutputDeclaration {
  readonly Value: unknown;
  readonly Description?: string;
  readonly Condition?: string;
  readonly Export?: { readonly Name: unknown };
}

/** @throws ServiceError ValidationError when the text is no JSON template, or needs a transform */
export function parseTemplate(text: string): Template {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw formatError('the template is not JSON. The embedded AWS reads compiled JSON templates');
  }
  if (!isRecord(parsed) || !isRecord(parsed.Resources) || Object.keys(parsed.Resources).length === 0) {
    throw formatError('At least one Resources member must be defined');
  }
  if ('Transform' in parsed) throw formatError(`the transform ${JSON.stringify(parsed.Transform)} is not supported`);
  for (const [logicalId, declaration] of Object.entries(parsed.Resources)) {
    if (!isRecord(declaration) || typeof declaration.Type !== 'string') {
      throw formatError(`[/Resources/${logicalId}] Every Resources object must contain a Type member`);
    }
  }
  return parsed as unknown as Template;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** CloudFormation's ValidationError for a template it cannot read. */
export function formatError(message: string): ServiceError {
  return new ServiceError('ValidationError', `Template format error: ${message}.`);
}
