import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { RouterClock, toUnixSeconds } from './birdTime';
import { BirdSession } from './parseProtocols';

const DAY = 86_400;

/**
 * Dates the changes of sessions. BIRD's own short format says the time of a
 * change for twenty hours and only the day afterwards: a time that was read
 * before stands as long as it lies on that day.
 */
export class LastTimes {
  /** Unix seconds by session. */
  #known = new Map<string, number>();

  apply(
    sessions: BirdSession[],
    clock: RouterClock,
  ): { sessions: SessionReading[]; datesOnly: boolean } {
    const known = new Map<string, number>();
    let datesOnly = false;
    const dated = sessions.map(({ reading, since }) => {
      let seconds = toUnixSeconds(since, clock);
      if (seconds === undefined && since?.kind === 'date') {
        seconds = this.#onThatDay(reading.name, since.seconds, clock);
        datesOnly ||= seconds === undefined;
      }
      if (seconds === undefined) {
        return reading;
      }
      known.set(reading.name, seconds);
      return { ...reading, since: new Date(seconds * 1000).toISOString() };
    });
    this.#known = known;
    return { sessions: dated, datesOnly };
  }

  #onThatDay(
    name: string,
    midnight: number,
    { offset }: RouterClock,
  ): number | undefined {
    const before = this.#known.get(name);
    if (before === undefined || offset === undefined) {
      return undefined;
    }
    const local = before + offset;
    return local >= midnight && local < midnight + DAY ? before : undefined;
  }
}
