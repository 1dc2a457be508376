import type {
  Target as ApiTarget,
  ListTargetsByRuleRequest,
  PutTargetsRequest,
  RemoveTargetsRequest,
} from '@aws-sdk/client-eventbridge';
import { validation } from '../errors.ts';
import { parsePath } from '../input/path.ts';
import { unknownPlaceholders } from '../input/transformer.ts';
import { pageOf } from '../page.ts';
import type { Parts } from '../service-parts.ts';
import { type Rule, ruleKey, type Target } from './rule.ts';
import { ruleAt } from './rule-operations.ts';

/** Source: EventBridge quotas. */
const MAX_TARGETS = 5;

export function targetOperations(parts: Parts) {
  const { shelf, switchboard } = parts;
  return {
    PutTargets({ Rule: name = '', EventBusName, Targets = [] }: PutTargetsRequest) {
      const rule = ruleAt(parts, name, EventBusName);
      for (const target of Targets) check(target);
      const ids = new Set(Targets.map(({ Id }) => Id));
      const targets = [...rule.targets.filter(({ Id }) => !ids.has(Id)), ...(Targets as Target[])];
      if (targets.length > MAX_TARGETS) {
        throw validation(`The requested resource exceeds the maximum number allowed: ${MAX_TARGETS} targets per rule.`);
      }
      save({ ...rule, targets });
      return { FailedEntryCount: 0, FailedEntries: [] };
    },

    RemoveTargets({ Rule: name = '', EventBusName, Ids = [] }: RemoveTargetsRequest) {
      const rule = ruleAt(parts, name, EventBusName);
      save({ ...rule, targets: rule.targets.filter(({ Id }) => !Ids.includes(Id)) });
      return { FailedEntryCount: 0, FailedEntries: [] };
    },

    ListTargetsByRule({ Rule: name = '', EventBusName, ...page }: ListTargetsByRuleRequest) {
      const { targets } = ruleAt(parts, name, EventBusName);
      const sorted = targets.map((target) => [target.Id, target] as const).sort(([a], [b]) => (a < b ? -1 : 1));
      const { items, ...next } = pageOf(sorted, page);
      return { Targets: items, ...next };
    },
  };

  function save(rule: Rule): void {
    shelf.rules.set(ruleKey(rule.bus, rule.name), rule);
  }

  function check(target: ApiTarget): void {
    const { Id = '', Arn = '', Input, InputPath, InputTransformer } = target;
    if (!switchboard.courier.knows(Arn)) {
      throw validation(
        `Target ${Id}: the embedded AWS delivers to functions, state machines, queues, topics, log groups and event buses, not to ${Arn}.`,
      );
    }
    if ([Input, InputPath, InputTransformer].filter((input) => input !== undefined).length > 1) {
      throw validation(`Only one of Input, InputPath, or InputTransformer must be provided for target ${Id}.`);
    }
    if (Input !== undefined) checkJson(Id, Input);
    if (InputPath !== undefined && parsePath(InputPath) === undefined) {
      throw validation(`InputPath for target ${Id} is invalid.`);
    }
    if (InputTransformer === undefined) return;
    const [unknown] = unknownPlaceholders(InputTransformer);
    if (unknown !== undefined) {
      throw validation(`InputTemplate for target ${Id} contains invalid placeholder ${unknown}.`);
    }
  }
}

function checkJson(id: string, input: string): void {
  try {
    JSON.parse(input);
  } catch {
    throw validation(`JSON syntax error in input for target ${id}.`);
  }
}
