import { AsPathSegment } from '../routes/PathAttributes';

const brackets: Record<AsPathSegment['type'], [string, string]> = {
  sequence: ['', ''],
  set: ['{', '}'],
  'confed-sequence': ['(', ')'],
  'confed-set': ['[', ']'],
};

/**
 * An AS path for people, ASNs as plain numbers (RFC 5396 asplain):
 * `6939 64500 {64501 64502} (65000)`, confederation sets in square brackets.
 */
export function formatAsPath(segments: AsPathSegment[]): string {
  return segments
    .filter(({ type, asns }) => asns.length > 0 || type !== 'sequence')
    .map(({ type, asns }) => {
      const [open, close] = brackets[type];
      return `${open}${asns.join(' ')}${close}`;
    })
    .join(' ');
}
