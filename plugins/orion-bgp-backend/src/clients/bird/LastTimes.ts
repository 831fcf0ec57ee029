import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { RouterClock, toUnixSeconds } from './birdTime';
import { BirdSession } from './parseProtocols';

const DAY = 86_400;
/** After which BIRD's own short format says the day only. */
const DATED_AFTER = 20 * 3600;

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
  ): {
    sessions: SessionReading[];
    datesOnly: boolean;
    /** Sessions whose moment is not known, but that it was hours ago. */
    datedByDay: string[];
  } {
    const known = new Map<string, number>();
    const datedByDay: string[] = [];
    let datesOnly = false;
    const dated = sessions.map(({ reading, since }) => {
      let seconds = toUnixSeconds(since, clock);
      if (seconds === undefined && since?.kind === 'date') {
        seconds = this.#onThatDay(reading.name, since.seconds, clock);
        datesOnly ||= seconds === undefined;
        if (seconds === undefined && isOver(since.seconds, clock)) {
          datedByDay.push(reading.name);
        }
      }
      if (seconds === undefined) {
        return reading;
      }
      known.set(reading.name, seconds);
      return { ...reading, since: new Date(seconds * 1000).toISOString() };
    });
    this.#known = known;
    return { sessions: dated, datesOnly, datedByDay };
  }

  #onThatDay(
    name: string,
    midnight: number,
    { offset, wrong = 0 }: RouterClock,
  ): number | undefined {
    const before = this.#known.get(name);
    if (before === undefined || offset === undefined) {
      return undefined;
    }
    const local = before + offset + wrong;
    return local >= midnight && local < midnight + DAY ? before : undefined;
  }
}

/** A format that always says the day alone may mean a minute ago. */
function isOver(midnight: number, { now, offset }: RouterClock): boolean {
  return offset !== undefined && midnight + DATED_AFTER <= now + offset;
}
