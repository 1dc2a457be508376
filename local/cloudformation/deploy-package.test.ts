import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLambda } from '../lambda/service.ts';
import { recordingServices } from '../lambda/testing/recording-services.ts';
import { createTestCloud } from '../testing/test-cloud.ts';
import { deployPackage } from './deploy-package.ts';
import { createCloudFormation } from './service.ts';
import { fakeServices } from './testing/fake-services.ts';
import { packageFolder } from './testing/package-folder.ts';

function createDeploymentCloud() {
  const { calls, objects, services: fakes } = fakeServices();
  const s3 = fakes[0] as (typeof fakes)[number];
  const { recording, services } = recordingServices();
  const logs = fakes.at(-1) as (typeof fakes)[number];
  const withPort: typeof logs = (cloud) => ({
    ...logs(cloud),
    ports: { log: (line) => void recording.lines.push(line) },
  });
  const others = services.filter((create) => create !== services[0]);
  const cloud = createTestCloud({ services: [s3, withPort, ...others, createLambda, createCloudFormation] });
  const greet = async (qualifier = '') => {
    const { payload } = await cloud.invoke({
      functionArn: `arn:aws:lambda:us-east-1:000000000000:function:hello-dev-greet${qualifier}`,
      payload: Buffer.from('{}'),
    });
    return JSON.parse(Buffer.from(payload).toString()) as unknown;
  };
  return { ...cloud, calls, objects, greet };
}

describe('deployPackage', () => {
  it('creates the stack of a package and runs its functions', async () => {
    await using cloud = createDeploymentCloud();
    using folder = packageFolder();
    folder.write({ timestamp: 'T1', answer: 'hello' });
    expect(await deployPackage(cloud, { packageDirectory: folder.path })).toEqual({
      GreetArn: 'arn:aws:lambda:us-east-1:000000000000:function:hello-dev-greet',
    });
    expect(await cloud.greet()).toBe('hello');
    expect([...cloud.objects.keys()]).toEqual(['deployments/serverless/hello/dev/T1/greet.zip']);
    const { Stacks } = (await cloud.call('cloudformation', 'DescribeStacks', {})) as {
      Stacks: { StackName: string }[];
    };
    expect(Stacks.map(({ StackName }) => StackName)).toEqual(['hello-dev']);
  });

  it('changes nothing when the same package is deployed again', async () => {
    await using cloud = createDeploymentCloud();
    using folder = packageFolder();
    folder.write({ timestamp: 'T1', answer: 'hello' });
    await deployPackage(cloud, { packageDirectory: folder.path });
    const before = cloud.calls.length;
    await deployPackage(cloud, { packageDirectory: folder.path });
    expect(cloud.calls.slice(before).map(({ operation }) => operation)).toEqual(['HeadObject']);
  });

  it('updates the functions of a changed package and keeps their published versions', async () => {
    await using cloud = createDeploymentCloud();
    using folder = packageFolder();
    folder.write({ timestamp: 'T1', answer: 'hello' });
    await deployPackage(cloud, { packageDirectory: folder.path });
    folder.write({ timestamp: 'T2', answer: 'goodbye' });
    await deployPackage(cloud, { packageDirectory: folder.path });
    expect(await cloud.greet()).toBe('goodbye');
    expect(await cloud.greet(':1')).toBe('hello');
    expect(await cloud.greet(':2')).toBe('goodbye');
  });

  it('names the resource that failed, and why', async () => {
    await using cloud = createDeploymentCloud();
    using folder = packageFolder();
    folder.write({ timestamp: 'T1', answer: 'hello' });
    cloud.objects.set('deployments/serverless/hello/dev/T1/greet.zip', Buffer.from('damaged'));
    await expect(deployPackage(cloud, { packageDirectory: folder.path })).rejects.toThrow(
      'The stack hello-dev ended in UPDATE_ROLLBACK_COMPLETE: GreetLambdaFunction (AWS::Lambda::Function): Could not unzip uploaded file.',
    );
  });

  it('says which zip a package lacks', async () => {
    await using cloud = createDeploymentCloud();
    using folder = packageFolder();
    folder.write({ timestamp: 'T1', answer: 'hello' });
    rmSync(join(folder.path, 'greet.zip'));
    await expect(deployPackage(cloud, { packageDirectory: folder.path })).rejects.toThrow(
      'The package has no greet.zip.',
    );
  });
});
