import type { Cloud } from '../../cloud.ts';
import type { Switchboard } from '../delivery/switchboard.ts';
import { eventTime } from '../event.ts';
import { type Rule, ruleKey } from '../rules/rule.ts';
import type { Shelf } from '../shelf.ts';
import { nextDue } from './schedule.ts';

const TOPIC = 'eventbridge.schedule';

/** Lets scheduled rules fire: a background timer each, for time does not jump for a schedule's sake. */
export class Timetable {
  readonly #cloud: Cloud;
  readonly #shelf: Shelf;
  readonly #switchboard: Switchboard;

  constructor(cloud: Cloud, shelf: Shelf, switchboard: Switchboard) {
    this.#cloud = cloud;
    this.#shelf = shelf;
    this.#switchboard = switchboard;
    cloud.clock.on(TOPIC, (data) => this.#fire((data as { rule: string }).rule));
  }

  /** Sets a rule's timer to its next due time; a rule that is disabled or has no schedule has none. */
  plan(rule: Rule): void {
    const { clock } = this.#cloud;
    const { schedule, state, scheduledFrom: from } = rule;
    const next = schedule === undefined ? undefined : nextDue(schedule, { from, after: clock.now() });
    if (state !== 'ENABLED' || next === undefined) {
      this.cancel(rule);
      return;
    }
    const data = { rule: ruleKey(rule.bus, rule.name) };
    clock.schedule({ id: timerId(rule), at: next, topic: TOPIC, data, background: true });
  }

  cancel(rule: Rule): void {
    this.#cloud.clock.cancel(timerId(rule));
  }

  /** Only the rule's own targets see a scheduled event. Source: recorded on AWS. */
  #fire(key: string): void {
    const rule = this.#shelf.rules.get(key);
    if (rule === undefined || rule.state !== 'ENABLED') return;
    const { account, region, clock, store } = this.#cloud;
    store.transaction(() => {
      this.#switchboard.toTargets(rule, {
        version: '0',
        id: this.#cloud.uuid(),
        'detail-type': 'Scheduled Event',
        source: 'aws.events',
        account,
        time: eventTime(clock.now()),
        region,
        resources: [rule.arn],
        detail: {},
      });
      this.plan(rule);
    });
  }
}

function timerId({ bus, name }: Rule): string {
  return `${TOPIC}/${ruleKey(bus, name)}`;
}
