import { arn } from '../../arn.ts';
import { type Cloud, ServiceError } from '../../cloud.ts';
import type { Collection } from '../../store/collection.ts';
import type { Alarm, StateReport } from './alarm.ts';
import { runActions } from './alarm-actions.ts';
import { stateChangeEvent } from './alarm-event.ts';
import { AlarmHistory } from './alarm-history.ts';
import { initialState } from './alarm-reason.ts';
import { parseCompositeRule } from './composite-rule.ts';

type Configured =
  | { readonly kind: 'metric'; readonly configuration: Extract<Alarm, { kind: 'metric' }>['configuration'] }
  | { readonly kind: 'composite'; readonly configuration: Extract<Alarm, { kind: 'composite' }>['configuration'] };

/** The alarms and their states. A change of state is told to EventBridge, to the actions and to composite alarms. */
export class AlarmStore {
  readonly history: AlarmHistory;
  readonly #cloud: Cloud;
  readonly #alarms: Collection<Alarm>;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#alarms = cloud.store.collection('cloudwatch.alarms');
    this.history = new AlarmHistory(cloud);
  }

  find(name: string): Alarm | undefined {
    return this.#alarms.get(name);
  }

  /** @throws ServiceError ResourceNotFound */
  get(name: string): Alarm {
    const alarm = this.#alarms.get(name);
    if (alarm === undefined)
      throw new ServiceError('ResourceNotFound', `Alarm ${name} does not exist.`, { status: 404 });
    return alarm;
  }

  /** By ARN. @throws ServiceError ResourceNotFoundException */
  byArn(resource: string): Alarm {
    const alarm = this.#alarms.get(resource.split(':').slice(6).join(':'));
    if (alarm?.arn === resource) return alarm;
    throw new ServiceError('ResourceNotFoundException', `${resource} does not exist.`, { status: 404 });
  }

  /** By name. */
  all(): Alarm[] {
    return this.#alarms.list().map(([, alarm]) => alarm);
  }

  /** Creates an alarm, or gives it another configuration; its state stays. */
  configure(name: string, configured: Configured): Alarm {
    const before = this.#alarms.get(name);
    const now = this.#cloud.clock.now();
    const tags = (configured.configuration.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value] as const);
    const alarm = {
      state: initialState(now),
      transitionedAt: now,
      tags: Object.fromEntries(tags),
      ...before,
      name,
      arn: arn(this.#cloud, 'cloudwatch', `alarm:${name}`),
      ...configured,
      configuredAt: now,
    } as Alarm;
    this.#alarms.set(name, alarm);
    const summary = `Alarm "${name}" ${before === undefined ? 'created' : 'updated'}`;
    this.history.add(alarm, {
      type: 'ConfigurationUpdate',
      summary,
      data: { type: before === undefined ? 'Create' : 'Update' },
    });
    if (alarm.kind === 'composite') this.#evaluateComposite(alarm);
    return alarm;
  }

  /** Changes what is neither configuration nor state. */
  replace(alarm: Alarm): void {
    this.#alarms.set(alarm.name, alarm);
  }

  delete(name: string): void {
    this.#alarms.delete(name);
  }

  /** Gives an alarm a state; nothing happens when it has it already. */
  report(name: string, state: StateReport): void {
    const before = this.get(name);
    if (before.state.value === state.value) return;
    const alarm: Alarm = { ...before, state, transitionedAt: state.at };
    this.#alarms.set(name, alarm);
    const summary = `Alarm updated from ${before.state.value} to ${state.value}`;
    const data = { oldState: historyState(before.state), newState: historyState(state) };
    this.history.add(alarm, { type: 'StateUpdate', summary, data });
    this.#cloud.emit(stateChangeEvent(alarm, before.state));
    const { clock } = this.#cloud;
    const tools = { cloud: this.#cloud, history: this.history };
    void clock.holding(`actions of alarm ${name}`, () => runActions(tools, alarm, before.state));
    for (const other of this.all()) {
      if (other.kind === 'composite' && ruleOf(other).alarms.includes(name)) this.#evaluateComposite(other, alarm);
    }
  }

  #evaluateComposite(composite: Extract<Alarm, { kind: 'composite' }>, cause?: Alarm): void {
    const holds = ruleOf(composite).holds((alarm) => this.find(alarm)?.state.value);
    const at = this.#cloud.clock.now();
    const time = new Date(at).toUTCString();
    const reason =
      cause === undefined
        ? `${composite.arn} was evaluated at ${time}`
        : `${cause.arn} transitioned to ${cause.state.value} at ${time}`;
    this.report(composite.name, { value: holds ? 'ALARM' : 'OK', reason, at });
  }
}

function ruleOf({ configuration }: Extract<Alarm, { kind: 'composite' }>) {
  return parseCompositeRule(configuration.AlarmRule ?? '');
}

function historyState({ value, reason, reasonData }: StateReport): object {
  const parsed = reasonData === undefined ? {} : { stateReasonData: JSON.parse(reasonData) as unknown };
  return { stateValue: value, stateReason: reason, ...parsed };
}
