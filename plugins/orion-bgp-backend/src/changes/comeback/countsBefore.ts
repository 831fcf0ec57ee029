import {
  CounterHistory,
  CounterSeries,
} from '@orion/backstage-plugin-orion-bgp-common';

/** A counter of a session while it was up, in the daemon's own definition. */
export interface PastCount
  extends Pick<CounterSeries, 'family' | 'counter' | 'definition'> {
  value: number;
  /** ISO UTC of the newest sample. */
  at: string;
}

/**
 * The samples that are looked at. An enable that was taken back was up for two
 * minutes or so: its few routes must not become what the next one is held to.
 */
const SAMPLES = 15;

/**
 * What a session had last: the middle one of its newest samples, of what comes in
 * and of what goes out. GoBGP alone counts what comes in before its policy.
 */
export function countsBefore({ series }: CounterHistory): PastCount[] {
  const accepts = new Set(
    series
      .filter(({ counter }) => counter === 'accepted')
      .map(({ family }) => family),
  );
  return series
    .filter(
      ({ counter, family }) =>
        counter === 'accepted' ||
        counter === 'exported' ||
        (counter === 'received' && !accepts.has(family)),
    )
    .flatMap(({ family, counter, definition, times, values }) => {
      const known = values
        .map((value, index) => ({ value, time: times[index] }))
        .filter((one): one is { value: number; time: number } =>
          Number.isFinite(one.value ?? NaN),
        )
        .slice(-SAMPLES);
      if (known.length === 0) {
        return [];
      }
      const sorted = known.map(({ value }) => value).sort((a, b) => a - b);
      return [
        {
          ...{ family, counter, definition },
          value: sorted[Math.floor(sorted.length / 2)],
          at: new Date(known.at(-1)!.time * 1000).toISOString(),
        },
      ];
    })
    .sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

function keyOf({
  family,
  counter,
}: Pick<PastCount, 'family' | 'counter'>): string {
  return `${family} ${counter}`;
}
