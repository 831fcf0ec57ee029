/** Seconds a wall clock is ahead of UTC when it shows this time as if it were UTC. */
export type ZoneOffset = (localSeconds: number) => number;

/**
 * The offsets of a time zone, summer time included. Of the hour that comes twice
 * in autumn one of the two is taken.
 *
 * @param timeZone - an IANA name; throws a `RangeError` for any other.
 */
export function zoneOffset(timeZone: string): ZoneOffset {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    timeZoneName: 'longOffset',
  });
  const at = (seconds: number) => {
    const name = format
      .formatToParts(seconds * 1000)
      .find(({ type }) => type === 'timeZoneName')?.value;
    const [, sign, hours = '0', minutes = '0'] =
      /^GMT(?:([+-])(\d\d):(\d\d))?/.exec(name ?? '') ?? [];
    const offset = Number(hours) * 3600 + Number(minutes) * 60;
    return sign === '-' ? -offset : offset;
  };
  return local => at(local - at(local));
}
