import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { functionZip } from '../../lambda/testing/function-zip.ts';

export interface PackageFolder extends Disposable {
  readonly path: string;
  /** Packages anew: another timestamp, this answer from the function. */
  write(version: { readonly timestamp: string; readonly answer: string }): void;
}

/** A folder as `serverless package` leaves it, for one function that answers a constant. */
export function packageFolder(): PackageFolder {
  const path = mkdtempSync(join(tmpdir(), 'andon-package-'));
  const put = (name: string, content: object) => writeFileSync(join(path, name), JSON.stringify(content));
  const bucket = { ServerlessDeploymentBucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'deployments' } } };
  return {
    path,
    write({ timestamp, answer }) {
      const source = `export const handler = async () => '${answer}';`;
      writeFileSync(join(path, 'greet.zip'), functionZip({ 'functions/greet.mjs': source }));
      put('serverless-state.json', { service: { service: 'hello', provider: { stage: 'dev' } } });
      put('cloudformation-template-create-stack.json', { Resources: bucket });
      put('cloudformation-template-update-stack.json', {
        Resources: {
          ...bucket,
          GreetLogGroup: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/aws/lambda/hello-dev-greet' } },
          GreetRole: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'hello-dev-greet' } },
          GreetLambdaFunction: {
            Type: 'AWS::Lambda::Function',
            Properties: {
              FunctionName: 'hello-dev-greet',
              Handler: 'functions/greet.handler',
              Runtime: 'nodejs24.x',
              Timeout: '6',
              Role: { 'Fn::GetAtt': ['GreetRole', 'Arn'] },
              Code: {
                S3Bucket: { Ref: 'ServerlessDeploymentBucket' },
                S3Key: `serverless/hello/dev/${timestamp}/greet.zip`,
              },
            },
            DependsOn: ['GreetLogGroup'],
          },
          [`GreetLambdaVersion${timestamp}`]: {
            Type: 'AWS::Lambda::Version',
            DeletionPolicy: 'Retain',
            Properties: { FunctionName: { Ref: 'GreetLambdaFunction' } },
          },
        },
        Outputs: { GreetArn: { Value: { 'Fn::GetAtt': ['GreetLambdaFunction', 'Arn'] } } },
      });
    },
    [Symbol.dispose]: () => rmSync(path, { recursive: true }),
  };
}
