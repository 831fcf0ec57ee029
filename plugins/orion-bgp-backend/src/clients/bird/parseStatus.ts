import {
  readBirdTime,
  readRouterClock,
  RouterClock,
  toUnixSeconds,
} from './birdTime';
import { ReplyLine } from './LineReader';
import { ZoneOffset } from './zoneOffset';

/** What `show status` says. */
export interface BirdStatus {
  version?: string;
  routerId?: string;
  hostname?: string;
  /** ISO UTC. */
  startedAt?: string;
  /** ISO UTC. */
  configuredAt?: string;
  clock: RouterClock;
  /** The router's clock is off by something that is no time zone. */
  clockOff: boolean;
}

/**
 * @param now - Unix seconds when the answer came.
 * @param known - of its clock: its time zone, and how far it was off at last.
 */
export function parseStatus(
  lines: ReplyLine[],
  now: number,
  known?: { offsetAt?: ZoneOffset; wrong?: number },
): BirdStatus {
  const said = (code: number, start: string) =>
    lines
      .find(line => line.code === code && line.text.startsWith(start))
      ?.text.slice(start.length)
      .trim();
  const serverTime = said(1011, 'Current server time is ');
  const clock = readRouterClock(serverTime, now, known);
  const iso = (text: string | undefined) => {
    const seconds = toUnixSeconds(readBirdTime(text ?? ''), clock);
    return seconds === undefined
      ? undefined
      : new Date(seconds * 1000).toISOString();
  };
  return {
    version: said(1000, 'BIRD ')?.replace(/^v/, ''),
    routerId: said(1011, 'Router ID is '),
    hostname: said(1011, 'Hostname is '),
    startedAt: iso(said(1011, 'Last reboot on ')),
    configuredAt: iso(said(1011, 'Last reconfiguration on ')),
    clock,
    clockOff:
      readBirdTime(serverTime ?? '')?.kind === 'local' &&
      clock.offset === undefined,
  };
}
