import type { Template } from './template.ts';

/**
 * Makes every state machine call published versions, so that an execution keeps the code it started with and a redrive runs it again:
 * `${GateCandidateFunctionArn}` becomes the ARN of GateCandidate's version in this template. Versions outlive the deployments after them.
 * @throws Error when a state machine names a function the service does not have
 */
export function pinFunctionVersions(template: Template): void {
  const versions = new Map<string, string>();
  for (const [logicalId, resource] of Object.entries(template.Resources)) {
    if (resource.Type !== 'AWS::Lambda::Version') continue;
    resource.DeletionPolicy = 'Retain';
    resource.UpdateReplacePolicy = 'Retain';
    const target = resource.Properties?.FunctionName as { Ref?: string; 'Fn::GetAtt'?: string[] };
    const functionId = target.Ref ?? target['Fn::GetAtt']?.[0] ?? '';
    versions.set(functionId.replace(/LambdaFunction$/, 'FunctionArn'), logicalId);
  }
  for (const [logicalId, resource] of Object.entries(template.Resources)) {
    if (resource.Type !== 'AWS::StepFunctions::StateMachine') continue;
    const properties = resource.Properties as {
      DefinitionString: string;
      DefinitionSubstitutions?: Record<string, unknown>;
    };
    const names = new Set(
      properties.DefinitionString.matchAll(/\$\{(\w+FunctionArn)\}/g).map((match) => match[1] ?? ''),
    );
    const substitutions = [...names].map((name) => {
      const version = versions.get(name);
      if (version === undefined)
        throw new Error(`${logicalId} calls \${${name}}, but the service has no such function.`);
      return [name, { Ref: version }];
    });
    properties.DefinitionSubstitutions = {
      ...properties.DefinitionSubstitutions,
      ...Object.fromEntries(substitutions),
    };
  }
}
