import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { cutText } from '../cutText';

const MAX_CHARS = 500;
const MAX_ITEMS = 64;

/**
 * A reading whose texts came from a neighbor or a configuration: each is cut,
 * control characters are dropped, and lists end, so that nobody can grow a row.
 */
export function capReading(reading: SessionReading): SessionReading {
  return capValue(reading) as SessionReading;
}

/** The same of sentences that quote a router. */
export function capTexts(texts: string[]): string[] {
  return capValue(texts) as string[];
}

function capValue(value: unknown): unknown {
  if (typeof value === 'string') {
    // eslint-disable-next-line no-control-regex
    return cutText(value.replace(/[\u0000-\u001f\u007f]+/g, ' '), MAX_CHARS);
  }
  if (Array.isArray(value)) {
    return value.slice(0, MAX_ITEMS).map(capValue);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, inner]) => inner !== undefined)
        .map(([key, inner]) => [key, capValue(inner)]),
    );
  }
  return typeof value === 'number' && !Number.isFinite(value)
    ? undefined
    : value;
}
