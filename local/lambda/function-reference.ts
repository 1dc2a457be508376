import { arn } from '../arn.ts';
import { type Cloud, ServiceError } from '../cloud.ts';

/** A function and what of it is meant: `$LATEST`, a version number or an alias. */
export interface FunctionReference {
  readonly name: string;
  readonly qualifier: string | undefined;
}

const FORM =
  /^(?:(?:arn:aws[\w-]*:lambda:[\w-]+:)?\d{12}:)?(?:function:)?(?<name>[\w-]{1,64})(?::(?<qualifier>\$LATEST|[\w-]{1,128}))?$/;

/**
 * Reads a name, partial ARN or ARN, with or without a qualifier.
 * @throws ServiceError ValidationException when it is none of these, or two qualifiers disagree
 */
export function parseFunctionReference(text: string, qualifier?: string): FunctionReference {
  const { name, qualifier: inline } = FORM.exec(text)?.groups ?? {};
  if (name === undefined) {
    throw new ServiceError('ValidationException', `'${text}' is neither a function name nor a function ARN.`);
  }
  if (inline !== undefined && qualifier !== undefined && inline !== qualifier) {
    throw new ServiceError(
      'InvalidParameterValueException',
      'The derived qualifier from the function name does not match the specified qualifier.',
    );
  }
  return { name, qualifier: qualifier ?? inline };
}

export function functionArn(cloud: Pick<Cloud, 'account' | 'region'>, { name, qualifier }: FunctionReference): string {
  return arn(cloud, 'lambda', `function:${name}${qualifier === undefined ? '' : `:${qualifier}`}`);
}
