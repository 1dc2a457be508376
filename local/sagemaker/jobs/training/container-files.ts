import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TrainingJob } from './training-job.ts';

/** The folders below the base folder that stands for /opt/ml. */
export interface TrainingFolders {
  readonly base: string;
  readonly config: string;
  readonly data: string;
  readonly model: string;
  readonly output: string;
  readonly outputData: string;
}

export function makeFolders(base: string): TrainingFolders {
  const folders = {
    base,
    config: join(base, 'input', 'config'),
    data: join(base, 'input', 'data'),
    model: join(base, 'model'),
    output: join(base, 'output'),
    outputData: join(base, 'output', 'data'),
  };
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });
  return folders;
}

/** Writes hyperparameters.json, inputdataconfig.json and resourceconfig.json as SageMaker does. */
export function writeConfig({ request }: TrainingJob, { config }: TrainingFolders): void {
  const channels = (request.InputDataConfig ?? []).map((channel) => [
    channel.ChannelName,
    {
      ...(channel.ContentType === undefined ? {} : { ContentType: channel.ContentType }),
      TrainingInputMode: 'File',
      S3DistributionType: channel.DataSource?.S3DataSource?.S3DataDistributionType ?? 'FullyReplicated',
      RecordWrapperType: channel.RecordWrapperType ?? 'None',
    },
  ]);
  const write = (name: string, value: object) => writeFileSync(join(config, `${name}.json`), JSON.stringify(value));
  write('hyperparameters', request.HyperParameters ?? {});
  write('inputdataconfig', Object.fromEntries(channels));
  write('resourceconfig', {
    current_host: 'algo-1',
    hosts: ['algo-1'],
    network_interface_name: 'lo',
    current_instance_type: request.ResourceConfig?.InstanceType,
    current_group_name: 'homogeneousCluster',
    instance_groups: [
      {
        instance_group_name: 'homogeneousCluster',
        instance_type: request.ResourceConfig?.InstanceType,
        hosts: ['algo-1'],
      },
    ],
  });
}

/** The SM_ variables of SageMaker's training toolkit, and the job's own environment. */
export function trainingEnvironment({ name, arn, request }: TrainingJob, folders: TrainingFolders) {
  const channels = (request.InputDataConfig ?? []).flatMap(({ ChannelName }) => ChannelName ?? []);
  const variable = (prefix: string, key: string) => `${prefix}${key.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
  const hyperparameters = request.HyperParameters ?? {};
  return {
    TRAINING_JOB_NAME: name,
    TRAINING_JOB_ARN: arn,
    SM_MODEL_DIR: folders.model,
    SM_OUTPUT_DIR: folders.output,
    SM_OUTPUT_DATA_DIR: folders.outputData,
    SM_INPUT_DIR: join(folders.base, 'input'),
    SM_INPUT_CONFIG_DIR: folders.config,
    SM_CURRENT_HOST: 'algo-1',
    SM_HOSTS: '["algo-1"]',
    SM_CHANNELS: JSON.stringify(channels),
    SM_HPS: JSON.stringify(hyperparameters),
    ...Object.fromEntries(channels.map((channel) => [variable('SM_CHANNEL_', channel), join(folders.data, channel)])),
    ...Object.fromEntries(Object.entries(hyperparameters).map(([key, value]) => [variable('SM_HP_', key), value])),
    ...request.Environment,
  };
}
