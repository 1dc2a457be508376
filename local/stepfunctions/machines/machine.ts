/** A state machine as it is kept. Times are virtual ms since the epoch. */
export interface Machine {
  readonly arn: string;
  readonly name: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly createdAt: number;
  updatedAt: number;
  revisionId: string;
  roleArn: string;
  definition: string;
  lastVersion: number;
  loggingConfiguration?: object;
  tracingConfiguration?: object;
}

/** A definition that executions may still run, whatever became of the machine. */
export interface Revision {
  readonly id: string;
  readonly machineArn: string;
  readonly definition: string;
  readonly roleArn: string;
  readonly createdAt: number;
}

export interface MachineVersion {
  readonly arn: string;
  readonly machineArn: string;
  readonly number: number;
  readonly revisionId: string;
  readonly description: string;
  readonly createdAt: number;
}

export interface MachineAlias {
  readonly arn: string;
  readonly machineArn: string;
  readonly name: string;
  readonly createdAt: number;
  updatedAt: number;
  description: string;
  routing: readonly { readonly versionArn: string; readonly weight: number }[];
}
