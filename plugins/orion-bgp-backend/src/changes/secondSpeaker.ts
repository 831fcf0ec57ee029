import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { PlanLine } from '@orion/backstage-plugin-orion-changes-common';
import { LocalAddress, specificAddress } from './comeback/LocalAddress';
import { SessionInput } from './input';
import { findRouter, readNow, SessionDeps } from './SessionTools';

/** Who else of the network has a session with the neighbor of one that is to come up. */
export interface OtherSpeakers {
  speakers: {
    router: string;
    session: string;
    /** Undefined where the daemon does not say. */
    localAddress: string | undefined;
  }[];
  /** Routers of the network that did not answer, so nobody knows. */
  silent: string[];
  /** What the session itself would speak from; undefined where nobody knows. */
  own?: LocalAddress;
}

/**
 * Asks the other routers of the network, now, and where one of them speaks with the
 * neighbor, what the session itself would speak from. A neighbor knows who speaks by the
 * address (RFC 4271 section 6.8): a second speaker at the same one takes the
 * session away from the first, which is what a cut-over with its gates is for.
 */
export async function findOtherSpeakers(
  deps: SessionDeps,
  input: Pick<SessionInput, 'router' | 'session'>,
  session: SessionReading,
  signal: AbortSignal,
): Promise<OtherSpeakers> {
  const { neighborAddress, type } = session;
  const found: OtherSpeakers = { speakers: [], silent: [] };
  if (type !== 'external') {
    return found;
  }
  const { asn } = findRouter(deps, input);
  const others = deps.config.routers.filter(
    router => router.id !== input.router && router.asn === asn,
  );
  await Promise.all(
    others.map(async router => {
      try {
        const { sessions } = await readNow(router, signal);
        const speaking = sessions.filter(
          other =>
            other.state === 'established' &&
            other.type === 'external' &&
            other.neighborAddress === neighborAddress,
        );
        for (const { name, localAddress } of speaking) {
          found.speakers.push({
            ...{ router: router.id, session: name, localAddress },
          });
        }
      } catch {
        signal.throwIfAborted();
        found.silent.push(router.id);
      }
    }),
  );
  found.speakers.sort((one, other) => one.router.localeCompare(other.router));
  found.silent.sort();
  if (found.speakers.length > 0) {
    found.own = await findOwn(deps, input, session, signal);
  }
  return found;
}

/** The daemon's own word, or else what ORION knows. */
async function findOwn(
  { past }: SessionDeps,
  { router, session: name }: Pick<SessionInput, 'router' | 'session'>,
  { localAddress }: SessionReading,
  signal: AbortSignal,
): Promise<LocalAddress | undefined> {
  const told = specificAddress(localAddress);
  if (told) {
    return { address: told, source: 'daemon' };
  }
  try {
    return await past.findLocalAddress({ router, session: name });
  } catch {
    // A plan says that it is not known, which is so then.
    signal.throwIfAborted();
    return undefined;
  }
}

/** A sentence when the neighbor would have two speakers at one address. */
export function secondSpeakerText(
  { session: name, router }: Pick<SessionInput, 'router' | 'session'>,
  session: SessionReading,
  { speakers, own }: OtherSpeakers,
): string | undefined {
  const twin =
    own &&
    speakers.find(one => specificAddress(one.localAddress) === own.address);
  if (!twin) {
    return undefined;
  }
  const { neighborAs, neighborAddress } = session;
  const sentences = [
    `AS${neighborAs} at ${neighborAddress} speaks with ${own.address} already: that is session ${twin.session} on ${twin.router}, and ${name} on ${router} would take it away.`,
    own.source !== 'daemon' &&
      `${name} on ${router} is down and does not tell its address: that is ${sourceText(
        own,
      )}.`,
    'Sessions go from one router to another by a cut-over.',
  ];
  return sentences.filter(Boolean).join(' ');
}

function sourceText({ source, at }: LocalAddress): string {
  return source === 'netbox'
    ? 'what NetBox records'
    : `what it was when ORION last saw the session up, at ${at}`;
}

/** What people have to know before they approve, where nothing forbids it. */
export function otherSpeakerLines(
  { session: name, router }: Pick<SessionInput, 'router' | 'session'>,
  session: SessionReading,
  { speakers, silent, own }: OtherSpeakers,
): PlanLine[] {
  const line = (who: string, title: string, detail: string): PlanLine => ({
    ...{ action: 'keep', address: `speaker.${who}`, attributes: [] },
    ...{ title, detail },
  });
  const source = own && own.source !== 'daemon' ? `: ${sourceText(own)}` : '';
  return [
    ...speakers.map(one =>
      line(
        `${one.router}/${one.session}`,
        `${one.router} speaks with ${session.neighborAddress} as well`,
        own && specificAddress(one.localAddress)
          ? `from ${one.localAddress}; ${name} on ${router} speaks from ${own.address}${source}`
          : `whether from the address of ${name} on ${router} is not known before it is up: if so, the neighbor keeps one of the two`,
      ),
    ),
    ...silent.map(id =>
      line(
        id,
        `whether ${id} speaks with ${session.neighborAddress} is not known`,
        `${id} does not answer: if it does from the same address, the neighbor keeps one of the two`,
      ),
    ),
  ];
}
