import { FilterTokens } from '@orion/backstage-plugin-orion-react';
import { SessionRow } from './sessionRows';

/** What may be written as `field:value`. */
export const sessionFilterFields = [
  'session',
  'router',
  'as',
  'address',
  'state',
] as const;

/** What a row shows beside what is in its session. */
export interface SessionRowTexts {
  /** With AS and family. */
  name: string;
  asName?: string;
  /** Its state, and that it drifted, in the words of the chips. */
  states: string[];
}

/** Several values of one field add up; all else has to fit at once. */
export function matchesSession(
  { session, word }: SessionRow,
  { fields, words }: FilterTokens,
  { name, asName, states }: SessionRowTexts,
): boolean {
  const { router, neighborAs, neighborAddress, description, drift } = session;
  const told = [
    ...[name, asName, router, neighborAddress, description],
    ...states,
  ]
    .filter(text => text !== undefined)
    .join('\n')
    .toLowerCase();
  return (
    words
      .toLowerCase()
      .split(' ')
      .every(one => told.includes(one)) &&
    sessionFilterFields.every(field => {
      const wanted = fields.filter(one => one.field === field);
      return (
        wanted.length === 0 ||
        wanted.some(({ value }) => fits(field, value.toLowerCase()))
      );
    })
  );

  function fits(field: (typeof sessionFilterFields)[number], value: string) {
    switch (field) {
      case 'session':
        return session.name.toLowerCase().includes(value);
      case 'router':
        return router.toLowerCase() === value;
      case 'as': {
        const asn = value.replace(/^as(?=\d)/, '');
        return /^\d+$/.test(asn)
          ? Number(asn) === neighborAs
          : asName?.toLowerCase().includes(value);
      }
      case 'address':
        return neighborAddress.toLowerCase().includes(value);
      default:
        return (
          word.toLowerCase() === value ||
          (drift !== undefined && value === 'drifted')
        );
    }
  }
}

/** Complete tokens to choose from, out of the rows at hand. */
export function suggestSessionTokens(rows: SessionRow[]): string[] {
  const tokens = new Set<string>(
    rows.some(({ session }) => session.drift) ? ['state:drifted'] : [],
  );
  for (const { word } of rows) {
    tokens.add(`state:${word}`);
  }
  for (const { session } of rows) {
    tokens.add(`router:${session.router}`);
  }
  for (const { session } of rows) {
    tokens.add(`as:${session.neighborAs}`);
  }
  return [...tokens].slice(0, 100);
}
