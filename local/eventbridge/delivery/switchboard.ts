import type { Cloud } from '../../cloud.ts';
import type { ArchivedEvents } from '../archive/archived-events.ts';
import { DEFAULT_BUS } from '../buses/bus.ts';
import type { Event } from '../event.ts';
import { flatten } from '../pattern/flatten.ts';
import { readPattern } from '../pattern/pattern-cache.ts';
import type { Rule } from '../rules/rule.ts';
import type { Shelf } from '../shelf.ts';
import { Courier } from './courier.ts';
import { busTarget } from './targets/bus.ts';
import { functionTarget } from './targets/function.ts';
import { logGroupTarget } from './targets/log-group.ts';
import { queueTarget } from './targets/queue.ts';
import { stateMachineTarget } from './targets/state-machine.ts';
import { topicTarget } from './targets/topic.ts';

/** Takes events on a bus: into its archives, and by its rules to their targets. */
export class Switchboard {
  readonly #cloud: Cloud;
  readonly #shelf: Shelf;
  readonly #archived: ArchivedEvents;
  readonly courier: Courier;

  constructor(cloud: Cloud, shelf: Shelf, archived: ArchivedEvents) {
    this.#cloud = cloud;
    this.#shelf = shelf;
    this.#archived = archived;
    const bus = busTarget((name, event) => this.put(event, { bus: name }));
    this.courier = new Courier(cloud, shelf, [
      functionTarget,
      stateMachineTarget,
      queueTarget,
      topicTarget,
      logGroupTarget,
      bus,
    ]);
  }

  /** Puts an event on a bus; all it causes is written together. A replay may be for some rules only. */
  put(event: Event, { bus = DEFAULT_BUS, ruleArns }: { bus?: string; ruleArns?: readonly string[] } = {}): void {
    const fields = flatten(event);
    this.#cloud.store.transaction(() => {
      // A replayed event is not archived again. Source: EventBridge user guide, archives.
      if (event['replay-name'] === undefined) {
        for (const archive of this.#shelf.archives.values()) {
          const wanted = archive.pattern === undefined || readPattern(archive.pattern).matchesFields(fields);
          if (archive.bus === bus && wanted) this.#archived.add(archive.name, event);
        }
      }
      for (const rule of this.#shelf.rules.values()) {
        if (rule.bus !== bus || rule.state !== 'ENABLED' || rule.pattern === undefined) continue;
        if (ruleArns !== undefined && !ruleArns.includes(rule.arn)) continue;
        if (readPattern(rule.pattern).matchesFields(fields)) this.toTargets(rule, event);
      }
    });
  }

  /** Sends an event to every target of a rule. */
  toTargets({ arn, name, targets }: Rule, event: Event): void {
    for (const target of targets) {
      this.courier.send({
        id: this.#cloud.uuid(),
        event,
        ruleArn: arn,
        ruleName: name,
        target,
        ingestedAt: this.#cloud.clock.now(),
        copy: false,
        attempts: 0,
      });
    }
  }
}
