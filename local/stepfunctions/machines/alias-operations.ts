import type {
  CreateStateMachineAliasInput,
  DeleteStateMachineAliasInput,
  DescribeStateMachineAliasInput,
  ListStateMachineAliasesInput,
  RoutingConfigurationListItem,
  UpdateStateMachineAliasInput,
} from '@aws-sdk/client-sfn';
import { conflict, resourceNotFound, validation } from '../errors.ts';
import { pageOf } from '../page.ts';
import type { Parts } from '../service-parts.ts';
import { checkName, parseMachineArn } from './arns.ts';
import type { MachineAlias } from './machine.ts';
import { aliasAt, aliasesOf, machineAt } from './machine-store.ts';

export function aliasOperations({ cloud, ledger }: Parts) {
  return {
    CreateStateMachineAlias({ name = '', description = '', routingConfiguration }: CreateStateMachineAliasInput) {
      checkName(name);
      if (/^\d+$/.test(name))
        throw validation('The name of an alias must not be a number; it would look like a version.');
      const routing = routingOf(routingConfiguration);
      const machineArn = parseMachineArn(routing[0]?.versionArn ?? '').machine;
      const arn = `${machineArn}:${name}`;
      const now = cloud.clock.now();
      const existing = ledger.aliases.get(arn);
      if (existing !== undefined && !sameRouting(existing.routing, routing)) {
        throw conflict(
          `Failed to create alias because an alias with the same name and a different routing configuration already exists.`,
        );
      }
      const alias = existing ?? { arn, machineArn, name, createdAt: now, updatedAt: now, description, routing };
      ledger.aliases.set(arn, alias);
      return { stateMachineAliasArn: arn, creationDate: new Date(alias.createdAt) };
    },

    UpdateStateMachineAlias(input: UpdateStateMachineAliasInput) {
      const alias = aliasAt(ledger, input.stateMachineAliasArn ?? '');
      alias.updatedAt = cloud.clock.now();
      alias.description = input.description ?? alias.description;
      if (input.routingConfiguration !== undefined) alias.routing = routingOf(input.routingConfiguration);
      ledger.aliases.set(alias.arn, alias);
      return { updateDate: new Date(alias.updatedAt) };
    },

    DescribeStateMachineAlias({ stateMachineAliasArn = '' }: DescribeStateMachineAliasInput) {
      const alias = aliasAt(ledger, stateMachineAliasArn);
      return {
        stateMachineAliasArn: alias.arn,
        name: alias.name,
        description: alias.description,
        routingConfiguration: alias.routing.map(({ versionArn, weight }) => ({
          stateMachineVersionArn: versionArn,
          weight,
        })),
        creationDate: new Date(alias.createdAt),
        updateDate: new Date(alias.updatedAt),
      };
    },

    ListStateMachineAliases({ stateMachineArn = '', ...page }: ListStateMachineAliasesInput) {
      const { machine, qualifier } = parseMachineArn(stateMachineArn);
      machineAt(ledger, machine);
      const all = aliasesOf(ledger, machine)
        .filter(({ routing }) => qualifier === undefined || routing.some((to) => to.versionArn === stateMachineArn))
        .map(({ arn, createdAt }) => ({ stateMachineAliasArn: arn, creationDate: new Date(createdAt) }));
      const { items, ...next } = pageOf(all, page);
      return { stateMachineAliases: items, ...next };
    },

    DeleteStateMachineAlias({ stateMachineAliasArn = '' }: DeleteStateMachineAliasInput) {
      if (!ledger.aliases.delete(stateMachineAliasArn)) throw resourceNotFound(stateMachineAliasArn);
      return {};
    },
  };

  /** One version, or two of one machine whose weights sum to 100. */
  function routingOf(items: readonly RoutingConfigurationListItem[] = []): MachineAlias['routing'] {
    const routing = items.map(({ stateMachineVersionArn = '', weight = 0 }) => ({
      versionArn: stateMachineVersionArn,
      weight,
    }));
    for (const { versionArn } of routing) if (!ledger.versions.has(versionArn)) throw resourceNotFound(versionArn);
    const machines = new Set(routing.map(({ versionArn }) => parseMachineArn(versionArn).machine));
    const total = routing.reduce((sum, { weight }) => sum + weight, 0);
    if (routing.length < 1 || routing.length > 2 || machines.size !== 1 || total !== 100) {
      throw validation('An alias routes to one or two versions of one state machine, with weights that sum to 100.');
    }
    return routing;
  }
}

function sameRouting(a: MachineAlias['routing'], b: MachineAlias['routing']): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
