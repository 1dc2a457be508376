import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cloud } from '../../local/cloud.ts';
import { machineArn, STAGE } from './deps.ts';
import { functionArn } from './lambda.ts';
import { readRules } from './rules.ts';

/** A folder that holds an account with the product's buckets, workflows and rules: made once, copied for every schedule. */
let template: Promise<string> | undefined;

/** `make` gives a cloud in a folder; it is put away before the folder is copied. */
export async function furnishedFolder(
  make: (directory: string) => Cloud & AsyncDisposable,
): Promise<{ readonly directory: string } & Disposable> {
  template ??= makeTemplate(make);
  const directory = mkdtempSync(join(tmpdir(), 'andon-simulation-'));
  cpSync(await template, directory, { recursive: true });
  return { directory, [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }) };
}

async function makeTemplate(make: (directory: string) => Cloud & AsyncDisposable): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'andon-simulation-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  await using cloud = make(directory);
  await furnish(cloud);
  return directory;
}

async function furnish(cloud: Cloud): Promise<void> {
  for (const Bucket of ['data', 'ledger']) {
    const lock = Bucket === 'ledger' ? { ObjectLockEnabledForBucket: true } : {};
    await cloud.call('s3', 'CreateBucket', { Bucket, ...lock });
    await cloud.call('s3', 'PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Enabled' } });
  }
  const NotificationConfiguration = { EventBridgeConfiguration: {} };
  await cloud.call('s3', 'PutBucketNotificationConfiguration', { Bucket: 'data', NotificationConfiguration });
  await cloud.call('sns', 'CreateTopic', { Name: `andon-${STAGE}` });
  for (const kind of ['retrain', 'release', 'rollback']) {
    const text = readFileSync(new URL(`../../statemachines/${kind}.asl.json`, import.meta.url), 'utf8');
    const definition = text.replaceAll(/\$\{(\w+)FunctionArn\}/g, (_, name: string) => functionArn(name));
    await cloud.call('sfn', 'CreateStateMachine', { name: `andon-${STAGE}-${kind}`, roleArn: 'arn:role', definition });
  }
  for (const { rule, targets } of readRules({ stage: STAGE, dataBucket: 'data', machineArn })) {
    const pattern = rule.EventPattern === undefined ? {} : { EventPattern: JSON.stringify(rule.EventPattern) };
    await cloud.call('eventbridge', 'PutRule', { ...rule, ...pattern });
    await cloud.call('eventbridge', 'PutTargets', { Rule: rule.Name, Targets: targets });
  }
}
