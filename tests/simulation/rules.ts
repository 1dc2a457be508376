import { readFileSync } from 'node:fs';
import { parseDocument, type Scalar, visit } from 'yaml';
import { functionArn } from './lambda.ts';

interface RuleProperties {
  readonly Name: string;
  readonly EventPattern?: object;
  readonly ScheduleExpression?: string;
  readonly Targets: readonly { readonly Id: string; readonly Arn: string; readonly RetryPolicy?: object }[];
}

/** The rules of infrastructure/rules.yml, for one stage; what nobody took within a day is of no interest here. */
export function readRules(names: { stage: string; dataBucket: string; machineArn: (kind: string) => string }) {
  const text = readFileSync(new URL('../../infrastructure/rules.yml', import.meta.url), 'utf8');
  const document = parseDocument(text.replaceAll('${sls:stage}', names.stage), { logLevel: 'silent', merge: true });
  visit(document, {
    Scalar(_, node) {
      const resolved = resolve(node, names);
      if (resolved === undefined) return undefined;
      node.value = resolved;
      delete node.tag;
      return undefined;
    },
  });
  const { Resources } = document.toJS() as { Resources: Record<string, { Type: string; Properties: RuleProperties }> };
  return Object.values(Resources)
    .filter(({ Type }) => Type === 'AWS::Events::Rule')
    .map(({ Properties: { Targets, ...rule } }) => ({
      rule,
      targets: Targets.map(({ Id, Arn, RetryPolicy }) => ({ Id, Arn, ...(RetryPolicy ? { RetryPolicy } : {}) })),
    }));
}

function resolve(node: Scalar, { dataBucket, machineArn }: Parameters<typeof readRules>[0]): string | undefined {
  const text = String(node.value);
  if (node.tag === '!Ref' && text === 'DataBucket') return dataBucket;
  const machine = /^(Retrain|Release|Rollback)StateMachine$/.exec(text)?.[1];
  if (node.tag === '!Ref' && machine !== undefined) return machineArn(machine.toLowerCase());
  const called = /^(\w+)LambdaFunction\.Arn$/.exec(text)?.[1];
  return node.tag === '!GetAtt' && called !== undefined ? functionArn(called) : undefined;
}
