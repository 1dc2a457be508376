import type { Timer, TimerHandler } from './timer.ts';

/** What happens when a timer is due, by its topic. */
export class Handlers {
  readonly #byTopic = new Map<string, TimerHandler>();

  set(topic: string, handler: TimerHandler): void {
    this.#byTopic.set(topic, handler);
  }

  /** @throws whatever the handler throws, or Error when the topic has none */
  async run({ topic, data, at }: Timer): Promise<void> {
    const handler = this.#byTopic.get(topic);
    if (handler === undefined) throw new Error(`No handler for timers of topic ${topic}.`);
    await handler(data, at);
  }
}
