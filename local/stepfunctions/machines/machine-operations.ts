import type {
  CreateStateMachineInput,
  DeleteStateMachineInput,
  DescribeStateMachineInput,
  ListStateMachinesInput,
  UpdateStateMachineInput,
} from '@aws-sdk/client-sfn';
import { checkDefinition } from '../definition/check.ts';
import { invalidDefinition, stateMachineAlreadyExists, stateMachineDoesNotExist, validation } from '../errors.ts';
import { pageOf } from '../page.ts';
import type { Parts } from '../service-parts.ts';
import { setTags } from '../tags/tag-operations.ts';
import { checkName, machineArn, parseMachineArn } from './arns.ts';
import type { Machine } from './machine.ts';
import { aliasesOf, machineAt, versionsOf } from './machine-store.ts';
import { publish } from './version-operations.ts';

export function machineOperations(parts: Parts) {
  const { cloud, ledger } = parts;
  return {
    CreateStateMachine: (input: CreateStateMachineInput) => createStateMachine(parts, input),
    UpdateStateMachine: (input: UpdateStateMachineInput) => updateStateMachine(parts, input),

    /** Executions that run go on to their end. */
    DeleteStateMachine({ stateMachineArn = '' }: DeleteStateMachineInput) {
      const { machine } = parseMachineArn(stateMachineArn);
      ledger.store.transaction(() => {
        for (const { arn } of aliasesOf(ledger, machine)) ledger.aliases.delete(arn);
        for (const { arn } of versionsOf(ledger, machine)) ledger.versions.delete(arn);
        ledger.machines.delete(machine);
        ledger.tags.delete(machine);
      });
      return {};
    },

    DescribeStateMachine({ stateMachineArn = '' }: DescribeStateMachineInput) {
      const machine = machineAt(ledger, stateMachineArn);
      const version = ledger.versions.get(stateMachineArn);
      if (stateMachineArn !== machine.arn && version === undefined) throw stateMachineDoesNotExist(stateMachineArn);
      const revision = ledger.revisions.get(version?.revisionId ?? machine.revisionId);
      return {
        stateMachineArn,
        name: machine.name,
        status: 'ACTIVE',
        definition: revision?.definition ?? machine.definition,
        roleArn: revision?.roleArn ?? machine.roleArn,
        type: machine.type,
        creationDate: new Date(version?.createdAt ?? machine.createdAt),
        loggingConfiguration: machine.loggingConfiguration ?? { level: 'OFF', includeExecutionData: false },
        tracingConfiguration: machine.tracingConfiguration ?? { enabled: false },
        revisionId: version?.revisionId ?? machine.revisionId,
        ...(version !== undefined && { description: version.description }),
      };
    },

    ListStateMachines(input: ListStateMachinesInput) {
      const all = ledger.machines.list().map(([, { arn, name, type, createdAt }]) => ({
        stateMachineArn: arn,
        name,
        type,
        creationDate: new Date(createdAt),
      }));
      const { items, ...next } = pageOf(all, input);
      return { stateMachines: items, ...next };
    },
  };

  async function createStateMachine({ compiler }: Parts, input: CreateStateMachineInput) {
    const name = checkName(input.name ?? '');
    const { definition = '', roleArn = '', type = 'STANDARD' } = input;
    if (type !== 'STANDARD') throw validation(`The embedded AWS runs STANDARD state machines only, not ${type}.`);
    await refuseInvalid(definition);
    const arn = machineArn(cloud, name);
    const existing = ledger.machines.get(arn);
    if (existing !== undefined && (existing.definition !== definition || existing.roleArn !== roleArn)) {
      throw stateMachineAlreadyExists(arn);
    }
    return ledger.store.transaction(() => {
      const machine = existing ?? write({ arn, name, type, createdAt: cloud.clock.now(), lastVersion: 0 }, input);
      if (existing === undefined) setTags(ledger, arn, input.tags ?? []);
      return {
        stateMachineArn: arn,
        creationDate: new Date(machine.createdAt),
        ...(input.publish === true && {
          stateMachineVersionArn: publish(parts, machine, input.versionDescription).arn,
        }),
      };
    });

    async function refuseInvalid(text: string): Promise<void> {
      const [first] = await checkDefinition(text, compiler);
      if (first !== undefined) throw invalidDefinition(`${first.code}: ${first.message} at ${first.location}`);
    }
  }

  async function updateStateMachine({ compiler }: Parts, input: UpdateStateMachineInput) {
    const machine = machineAt(ledger, input.stateMachineArn ?? '');
    const [first] = input.definition === undefined ? [] : await checkDefinition(input.definition, compiler);
    if (first !== undefined) throw invalidDefinition(`${first.code}: ${first.message} at ${first.location}`);
    return ledger.store.transaction(() => {
      const written = write(machine, { ...machine, ...defined(input) });
      return {
        updateDate: new Date(written.updatedAt),
        revisionId: written.revisionId,
        ...(input.publish === true && {
          stateMachineVersionArn: publish(parts, written, input.versionDescription).arn,
        }),
      };
    });
  }

  /** Keeps a machine with a new revision of its definition. */
  function write(
    base: Pick<Machine, 'arn' | 'name' | 'type' | 'createdAt' | 'lastVersion'>,
    input: CreateStateMachineInput | (Machine & UpdateStateMachineInput),
  ): Machine {
    const { definition = '', roleArn = '', loggingConfiguration, tracingConfiguration } = input;
    const now = cloud.clock.now();
    const revision = { id: cloud.uuid(), machineArn: base.arn, definition, roleArn, createdAt: now };
    const machine: Machine = {
      ...base,
      updatedAt: now,
      revisionId: revision.id,
      roleArn,
      definition,
      ...(loggingConfiguration !== undefined && { loggingConfiguration }),
      ...(tracingConfiguration !== undefined && { tracingConfiguration }),
    };
    ledger.revisions.set(revision.id, revision);
    ledger.machines.set(machine.arn, machine);
    return machine;
  }
}

function defined<T extends object>(input: T): T {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as T;
}
