import type {
  DeleteStateMachineVersionInput,
  ListStateMachineVersionsInput,
  PublishStateMachineVersionInput,
} from '@aws-sdk/client-sfn';
import { conflict } from '../errors.ts';
import { pageOf } from '../page.ts';
import type { Parts } from '../service-parts.ts';
import type { Machine, MachineVersion } from './machine.ts';
import { aliasesOf, machineAt, versionsOf } from './machine-store.ts';

export function versionOperations(parts: Parts) {
  const { ledger } = parts;
  return {
    PublishStateMachineVersion({ stateMachineArn = '', revisionId, description }: PublishStateMachineVersionInput) {
      const machine = machineAt(ledger, stateMachineArn);
      if (revisionId !== undefined && revisionId !== machine.revisionId) {
        throw conflict(
          `Failed to publish the State Machine version for revision ${revisionId}. The current State Machine revision is ${machine.revisionId}.`,
        );
      }
      const { arn, createdAt } = ledger.store.transaction(() => publish(parts, machine, description));
      return { stateMachineVersionArn: arn, creationDate: new Date(createdAt) };
    },

    ListStateMachineVersions({ stateMachineArn = '', ...page }: ListStateMachineVersionsInput) {
      machineAt(ledger, stateMachineArn);
      const all = versionsOf(ledger, stateMachineArn).map(({ arn, createdAt }) => ({
        stateMachineVersionArn: arn,
        creationDate: new Date(createdAt),
      }));
      const { items, ...next } = pageOf(all, page);
      return { stateMachineVersions: items, ...next };
    },

    /** A version that an alias routes to cannot be deleted. */
    DeleteStateMachineVersion({ stateMachineVersionArn = '' }: DeleteStateMachineVersionInput) {
      const version = ledger.versions.get(stateMachineVersionArn);
      if (version === undefined) return {};
      const users = aliasesOf(ledger, version.machineArn)
        .filter(({ routing }) => routing.some(({ versionArn }) => versionArn === version.arn))
        .map(({ name }) => name);
      if (users.length > 0) {
        throw conflict(
          `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${users.join(', ')}]`,
        );
      }
      ledger.versions.delete(version.arn);
      return {};
    },
  };
}

/** A version of the machine's present revision; publishing the same revision again gives the same version. */
export function publish({ cloud, ledger }: Parts, machine: Machine, description = ''): MachineVersion {
  const known = versionsOf(ledger, machine.arn).find(({ revisionId }) => revisionId === machine.revisionId);
  if (known !== undefined) return known;
  machine.lastVersion++;
  const version: MachineVersion = {
    arn: `${machine.arn}:${machine.lastVersion}`,
    machineArn: machine.arn,
    number: machine.lastVersion,
    revisionId: machine.revisionId,
    description,
    createdAt: cloud.clock.now(),
  };
  ledger.machines.set(machine.arn, machine);
  ledger.versions.set(version.arn, version);
  return version;
}
