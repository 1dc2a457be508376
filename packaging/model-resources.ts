import type { Catalog } from '#domain/manifest/schema.ts';
import { modelPackageGroupName, trainingRoleName } from '#domain/naming.ts';
import type { Resource } from './template.ts';

/** What a manifest needs on AWS: its registry group, its schedule, its subscribers. */
export function modelResources(catalog: Catalog, stage: string): Record<string, Resource> {
  const resources: Record<string, Resource> = {};
  for (const [model, { manifest }] of Object.entries(catalog)) {
    const id = model.replaceAll(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    resources[`${id}ModelPackageGroup`] = {
      Type: 'AWS::SageMaker::ModelPackageGroup',
      // Versions are the audit trail's subjects: removing a manifest must not remove them.
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        ModelPackageGroupName: modelPackageGroupName(stage, model),
        ModelPackageGroupDescription: manifest.description || `Versions of ${model}`,
      },
    };
    resources[`${id}TrainingRole`] = trainingRole(model, stage);
    if (manifest.data.schedule !== undefined) {
      resources[`${id}Schedule`] = {
        Type: 'AWS::Events::Rule',
        Properties: {
          Description: `Retrains ${model} on its schedule`,
          ScheduleExpression: manifest.data.schedule,
          Targets: [
            {
              Id: 'intake',
              Arn: { 'Fn::GetAtt': ['IntakeLambdaFunction', 'Arn'] },
              InputTransformer: {
                InputPathsMap: { id: '$.id', time: '$.time' },
                InputTemplate: `{"source":"andon","detail-type":"Retrain Requested","id":<id>,"time":<time>,"detail":{"model":"${model}","kind":"schedule"}}`,
              },
              DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['EventDeadLetters', 'Arn'] } },
              RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 },
            },
          ],
        },
      };
      resources[`${id}SchedulePermission`] = {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          Action: 'lambda:InvokeFunction',
          FunctionName: { 'Fn::GetAtt': ['IntakeLambdaFunction', 'Arn'] },
          Principal: 'events.amazonaws.com',
          SourceArn: { 'Fn::GetAtt': [`${id}Schedule`, 'Arn'] },
        },
      };
    }
    for (const [index, address] of manifest.notify.email.entries()) {
      resources[`${id}Subscriber${index + 1}`] = {
        Type: 'AWS::SNS::Subscription',
        Properties: {
          TopicArn: { Ref: 'NotificationsTopic' },
          Protocol: 'email',
          Endpoint: address,
          FilterPolicy: { model: [model] },
        },
      };
    }
  }
  return resources;
}

/** Training and transform jobs of one model reach nothing but that model's prefixes of the data bucket. */
function trainingRole(model: string, stage: string): Resource {
  const statement = (Sid: string, Action: string[], Resource: unknown) => ({ Sid, Effect: 'Allow', Action, Resource });
  const prefix = (folder: string) => ({ 'Fn::Sub': `\${DataBucket.Arn}/${folder}/${model}/*` });
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: trainingRoleName(stage, model),
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'sagemaker.amazonaws.com' },
            Action: 'sts:AssumeRole',
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          },
        ],
      },
      Policies: [
        {
          PolicyName: 'training',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              statement(
                'ReadsAndWritesItsModel',
                ['s3:GetObject', 's3:PutObject'],
                ['artifacts', 'evaluations'].map(prefix),
              ),
              statement('FindsObjects', ['s3:ListBucket'], { 'Fn::GetAtt': ['DataBucket', 'Arn'] }),
              statement(
                'WritesLogs',
                ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
                { 'Fn::Sub': 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/sagemaker/*' },
              ),
              // PutMetricData and registry tokens take no resource.
              statement('PublishesMetrics', ['cloudwatch:PutMetricData'], '*'),
              statement(
                'PullsImages',
                [
                  'ecr:GetAuthorizationToken',
                  'ecr:BatchCheckLayerAvailability',
                  'ecr:GetDownloadUrlForLayer',
                  'ecr:BatchGetImage',
                ],
                '*',
              ),
            ],
          },
        },
      ],
    },
  };
}
