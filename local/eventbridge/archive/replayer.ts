import type { Cloud } from '../../cloud.ts';
import type { Switchboard } from '../delivery/switchboard.ts';
import type { Shelf } from '../shelf.ts';
import type { ArchivedEvents } from './archived-events.ts';

const TOPIC = 'eventbridge.replay';

/** Plays an archive's events again on their bus, all in one transaction, each with the replay's name. */
export class Replayer {
  readonly #cloud: Cloud;
  readonly #shelf: Shelf;
  readonly #archived: ArchivedEvents;

  constructor(
    cloud: Cloud,
    shelf: Shelf,
    { archived, switchboard }: { archived: ArchivedEvents; switchboard: Switchboard },
  ) {
    this.#cloud = cloud;
    this.#shelf = shelf;
    this.#archived = archived;
    cloud.clock.on(TOPIC, (data) => this.#play((data as { replay: string }).replay, switchboard));
  }

  /** The replay begins once the request is answered; a restart does not lose it. */
  begin(replay: string): void {
    const { clock } = this.#cloud;
    clock.schedule({ id: `${TOPIC}/${replay}`, at: clock.now(), topic: TOPIC, data: { replay } });
  }

  #play(name: string, switchboard: Switchboard): void {
    const replay = this.#shelf.replays.get(name);
    if (replay === undefined || replay.state === 'COMPLETED') return;
    const archive = replay.archiveArn.split('archive/')[1] ?? '';
    this.#cloud.store.transaction(() => {
      for (const event of this.#archived.between(archive, replay)) {
        const { bus, filterArns } = replay;
        switchboard.put(
          { ...event, 'replay-name': name },
          { bus, ...(filterArns.length > 0 && { ruleArns: filterArns }) },
        );
        replay.lastReplayed = Date.parse(event.time);
      }
      replay.state = 'COMPLETED';
      replay.endedAt = this.#cloud.clock.now();
      this.#shelf.replays.set(name, replay);
    });
  }
}
