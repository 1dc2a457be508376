import { resourceNotFound, stateMachineDoesNotExist } from '../errors.ts';
import type { Ledger } from '../ledger.ts';
import { parseMachineArn } from './arns.ts';
import type { Machine, MachineAlias, MachineVersion } from './machine.ts';

/** @throws ServiceError StateMachineDoesNotExist, InvalidArn */
export function machineAt({ machines }: Ledger, arn: string): Machine {
  const machine = machines.get(parseMachineArn(arn).machine);
  if (machine === undefined) throw stateMachineDoesNotExist(arn);
  return machine;
}

export function versionsOf({ versions }: Ledger, machineArn: string): MachineVersion[] {
  return versions
    .values()
    .filter((version) => version.machineArn === machineArn)
    .sort((a, b) => b.number - a.number);
}

export function aliasesOf({ aliases }: Ledger, machineArn: string): MachineAlias[] {
  return aliases.values().filter((alias) => alias.machineArn === machineArn);
}

/** @throws ServiceError ResourceNotFound */
export function aliasAt({ aliases }: Ledger, arn: string): MachineAlias {
  const alias = aliases.get(arn);
  if (alias === undefined) throw resourceNotFound(arn);
  return alias;
}

/** What an ARN of a machine, a version or an alias makes an execution run. */
export interface Target {
  readonly machine: Machine;
  readonly revisionId: string;
  readonly version?: MachineVersion;
  readonly alias?: MachineAlias;
}

/** An alias routes by its weights; `random` is uniform in [0, 1). @throws ServiceError StateMachineDoesNotExist */
export function targetAt(ledger: Ledger, arn: string, random: () => number): Target {
  const machine = machineAt(ledger, arn);
  if (parseMachineArn(arn).qualifier === undefined) return { machine, revisionId: machine.revisionId };
  const alias = ledger.aliases.get(arn);
  const version = ledger.versions.get(alias === undefined ? arn : routed(alias, random()));
  if (version === undefined) throw stateMachineDoesNotExist(arn);
  return { machine, revisionId: version.revisionId, version, ...(alias !== undefined && { alias }) };
}

function routed({ routing }: MachineAlias, random: number): string {
  let reached = 0;
  for (const { versionArn, weight } of routing) {
    reached += weight;
    if (random * 100 < reached) return versionArn;
  }
  return routing.at(-1)?.versionArn ?? '';
}
