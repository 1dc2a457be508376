import type {
  DeleteRuleRequest,
  DescribeRuleRequest,
  DisableRuleRequest,
  EnableRuleRequest,
  ListRuleNamesByTargetRequest,
  ListRulesRequest,
  PutRuleRequest,
} from '@aws-sdk/client-eventbridge';
import { arn } from '../../arn.ts';
import { busName, DEFAULT_BUS } from '../buses/bus.ts';
import { invalidPattern, notFound, ruleNotFound, validation } from '../errors.ts';
import { pageOf } from '../page.ts';
import { readPattern } from '../pattern/pattern-cache.ts';
import { PatternError } from '../pattern/pattern-error.ts';
import { isSchedule } from '../schedule/schedule.ts';
import type { Parts } from '../service-parts.ts';
import { setTags } from '../tags/tag-operations.ts';
import { type Rule, ruleKey } from './rule.ts';

export function ruleOperations(parts: Parts) {
  const { cloud, shelf, timetable } = parts;
  return {
    PutRule(input: PutRuleRequest) {
      const { Name = '', EventPattern, ScheduleExpression, State = 'ENABLED' } = input;
      const bus = busName(input.EventBusName);
      checkRule(input, bus);
      const key = ruleKey(bus, Name);
      const known = shelf.rules.get(key);
      const rule: Rule = {
        arn: arn(cloud, 'events', `rule/${bus === DEFAULT_BUS ? '' : `${bus}/`}${Name}`),
        name: Name,
        bus,
        ...(EventPattern && { pattern: EventPattern }),
        ...(ScheduleExpression && { schedule: ScheduleExpression }),
        description: input.Description,
        roleArn: input.RoleArn,
        state: State === 'DISABLED' ? 'DISABLED' : 'ENABLED',
        targets: known?.targets ?? [],
        scheduledFrom: known?.schedule === ScheduleExpression ? (known?.scheduledFrom ?? 0) : cloud.clock.now(),
      };
      cloud.store.transaction(() => {
        shelf.rules.set(key, rule);
        if (input.Tags !== undefined) setTags(shelf, rule.arn, input.Tags);
        timetable.plan(rule);
      });
      return { RuleArn: rule.arn };
    },

    DeleteRule({ Name = '', EventBusName }: DeleteRuleRequest) {
      const key = ruleKey(busName(EventBusName), Name);
      const rule = shelf.rules.get(key);
      if (rule === undefined) return {};
      if (rule.targets.length > 0) throw validation("Rule can't be deleted since it has targets.");
      cloud.store.transaction(() => {
        shelf.rules.delete(key);
        shelf.tags.delete(rule.arn);
        timetable.cancel(rule);
      });
      return {};
    },

    DescribeRule({ Name = '', EventBusName }: DescribeRuleRequest) {
      return { ...describe(ruleAt(parts, Name, EventBusName)), CreatedBy: cloud.account };
    },

    ListRules({ NamePrefix = '', EventBusName, ...page }: ListRulesRequest) {
      const { items, ...next } = pageOf(shelf.rules.list({ prefix: ruleKey(busName(EventBusName), NamePrefix) }), page);
      return { Rules: items.map(describe), ...next };
    },

    EnableRule: ({ Name = '', EventBusName }: EnableRuleRequest) =>
      setState(ruleAt(parts, Name, EventBusName), 'ENABLED'),
    DisableRule: ({ Name = '', EventBusName }: DisableRuleRequest) =>
      setState(ruleAt(parts, Name, EventBusName), 'DISABLED'),

    ListRuleNamesByTarget({ TargetArn, EventBusName, ...page }: ListRuleNamesByTargetRequest) {
      const of = shelf.rules
        .list({ prefix: ruleKey(busName(EventBusName), '') })
        .filter(([, { targets }]) => targets.some(({ Arn }) => Arn === TargetArn));
      const { items, ...next } = pageOf(of, page);
      return { RuleNames: items.map(({ name }) => name), ...next };
    },
  };

  function checkRule({ Name = '', EventPattern, ScheduleExpression }: PutRuleRequest, bus: string): void {
    if (!/^[\w.-]{1,64}$/.test(Name)) {
      throw validation(`A rule's name has 1 to 64 letters, digits, dots, dashes and underscores; '${Name}' has not.`);
    }
    if (bus !== DEFAULT_BUS && !shelf.buses.has(bus)) throw notFound(`Event bus ${bus} does not exist.`);
    if (!EventPattern && !ScheduleExpression) {
      throw validation('Parameter(s) EventPattern or ScheduleExpression must be specified.');
    }
    if (EventPattern) checkPattern(EventPattern);
    if (!ScheduleExpression) return;
    if (!isSchedule(ScheduleExpression)) throw validation('Parameter ScheduleExpression is not valid.');
    if (bus !== DEFAULT_BUS) throw validation('ScheduleExpression is supported only on the default event bus.');
  }

  function setState(rule: Rule, state: Rule['state']) {
    rule.state = state;
    cloud.store.transaction(() => {
      shelf.rules.set(ruleKey(rule.bus, rule.name), rule);
      timetable.plan(rule);
    });
    return {};
  }
}

/** @throws ServiceError InvalidEventPatternException */
export function checkPattern(pattern: string): void {
  try {
    readPattern(pattern);
  } catch (error) {
    throw error instanceof PatternError ? invalidPattern(error.message) : error;
  }
}

/** @throws ServiceError ResourceNotFoundException */
export function ruleAt({ shelf }: Pick<Parts, 'shelf'>, name: string, bus: string | undefined): Rule {
  const rule = shelf.rules.get(ruleKey(busName(bus), name));
  if (rule === undefined) throw ruleNotFound(name, busName(bus));
  return rule;
}

function describe(rule: Rule) {
  return {
    Name: rule.name,
    Arn: rule.arn,
    EventBusName: rule.bus,
    State: rule.state,
    ...(rule.pattern !== undefined && { EventPattern: rule.pattern }),
    ...(rule.schedule !== undefined && { ScheduleExpression: rule.schedule }),
    ...(rule.description !== undefined && { Description: rule.description }),
    ...(rule.roleArn !== undefined && { RoleArn: rule.roleArn }),
  };
}
