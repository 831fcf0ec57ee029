import { PrefixHolder, SessionKey } from '../../rib/impact/ImpactRequest';
import { carries } from '../../routes/carries';
import { CoveringPrefixes } from '../prefix/CoveringPrefixes';
import {
  candidatesOf,
  exportsOf,
  isUnread,
  keptWays,
  SessionAround,
} from './keptWays';
import { OwnExport } from './LastPathFacts';

/** What the network announces as wholes. */
export interface Wholes {
  /** Canonical; absent where nobody says, and then any prefix may be a part. */
  prefixes?: readonly string[];
  /** Why it is not known which they are; then none counts as a part of another one. */
  problem?: string;
}

/**
 * What a session carries of what the network announces. Of an internal one, own
 * prefixes that it sends and that go out to somebody outside, and those that any
 * router has from it, at this end or the other; of an external one, those that go out
 * over it, and those that go out elsewhere only because they come in over it. A part of
 * an own prefix that goes out over nothing else stays by the whole; a whole is to go out itself.
 *
 * Where a list was not read to its end, own wholes stand for it.
 *
 * @param holders - of all of {@link candidatesOf}, from the index
 */
export function carriedBy(
  around: SessionAround,
  holders: PrefixHolder[],
  wholes: Wholes = {},
): OwnExport[] {
  const isInternal = around.session.type === 'internal';
  const ways = keptWays(around, holders);
  const going = [...ways].filter(([, { kept }]) => kept.length > 0);
  const covering = new CoveringPrefixes(going.map(([prefix]) => prefix));
  const named = new Set(wholes.prefixes);
  const isPart = (prefix: string) => !wholes.problem && !named.has(prefix);
  return concerned(around, [...named], prefix =>
    Boolean(ways.get(prefix)?.lost.length),
  ).map(prefix => {
    const { kept, lost } = ways.get(prefix) ?? { kept: [], lost: [] };
    const cover = kept.length === 0 ? covering.find(prefix) : undefined;
    const stays =
      cover !== undefined && isPart(prefix) ? ways.get(cover)!.kept : kept;
    return {
      prefix,
      elsewhere: stays.map(text),
      ...(cover !== undefined && { cover }),
      ...((isInternal || lost.length > 0) && { by: lost.map(text) }),
    };
  });
}

/** Those the session has a part in, sorted. */
function concerned(
  around: SessionAround,
  wholes: string[],
  isLost: (prefix: string) => boolean,
): string[] {
  const { key, read, session } = around;
  const unread = isUnread(read, key);
  const sent = new Set(exportsOf(read, key));
  if (session.type === 'internal') {
    // Whatever goes out outside may be among what it sends beyond the number.
    return candidatesOf(around).filter(
      prefix => unread || sent.has(prefix) || isLost(prefix),
    );
  }
  const own = unread
    ? wholes.filter(prefix => carries(session, prefix))
    : [...sent];
  const brought = candidatesOf(around).filter(isLost);
  return [...new Set([...own, ...brought])].sort();
}

function text({ router, session }: SessionKey): string {
  return `${session} on ${router}`;
}
