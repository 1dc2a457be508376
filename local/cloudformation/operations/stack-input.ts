import type { CreateStackInput } from '@aws-sdk/client-cloudformation';
import { type Cloud, ServiceError } from '../../cloud.ts';
import type { Stack, Target } from '../stack.ts';
import { parameterValues } from '../stack-scope.ts';
import { checkReferences } from '../template/dependencies.ts';
import { parseTemplate } from '../template/template.ts';

type TemplateInput = Pick<CreateStackInput, 'TemplateBody' | 'TemplateURL'> & {
  readonly UsePreviousTemplate?: boolean | undefined;
};
type TargetInput = TemplateInput & Pick<CreateStackInput, 'Parameters' | 'Tags' | 'Capabilities'>;

/** The template's text: given, in S3, or that of the stack. @throws ServiceError ValidationError */
export async function templateText(cloud: Cloud, input: TemplateInput, previous?: Stack): Promise<string> {
  if (input.TemplateBody !== undefined) return input.TemplateBody;
  if (input.TemplateURL !== undefined) {
    const object = await cloud.call('s3', 'GetObject', objectAddress(input.TemplateURL));
    return Buffer.from((object as { Body: Uint8Array }).Body).toString('utf8');
  }
  if (input.UsePreviousTemplate && previous !== undefined) return previous.template;
  throw new ServiceError('ValidationError', 'Either Template URL or Template Body must be specified.');
}

/** What a request wants a stack to be, its references checked. @throws ServiceError ValidationError */
export async function targetOf(cloud: Cloud, input: TargetInput, previous?: Stack): Promise<Target> {
  const template = await templateText(cloud, input, previous);
  const parsed = parseTemplate(template);
  checkReferences(parsed);
  const given = (input.Parameters ?? []).map(({ ParameterKey = '', ParameterValue, UsePreviousValue }) => {
    return [ParameterKey, UsePreviousValue ? previous?.parameters[ParameterKey] : ParameterValue] as const;
  });
  return {
    template,
    parameters: parameterValues(parsed, Object.fromEntries(given)),
    tags: Object.fromEntries((input.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
    capabilities: input.Capabilities ?? [],
  };
}

/** Path style, or the bucket as the first part of the host. */
function objectAddress(url: string): { Bucket: string; Key: string } {
  const { hostname, pathname } = new URL(url);
  const path = decodeURIComponent(pathname.slice(1));
  const virtual = /^(.+)\.s3[.-]/.exec(hostname)?.[1];
  if (virtual !== undefined) return { Bucket: virtual, Key: path };
  const slash = path.indexOf('/');
  return { Bucket: path.slice(0, slash), Key: path.slice(slash + 1) };
}
