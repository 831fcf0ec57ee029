import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { PlanLine } from '@orion/backstage-plugin-orion-changes-common';
import { canonicalAddress } from '../routes/addresses';
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
}

/**
 * Asks the other routers of the network, now. A neighbor knows who speaks by the
 * address (RFC 4271 section 6.8): a second speaker at the same one takes the
 * session away from the first, which is what a cut-over with its gates is for.
 */
export async function findOtherSpeakers(
  deps: SessionDeps,
  input: Pick<SessionInput, 'router'>,
  { neighborAddress, type }: SessionReading,
  signal: AbortSignal,
): Promise<OtherSpeakers> {
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
          session =>
            session.state === 'established' &&
            session.type === 'external' &&
            session.neighborAddress === neighborAddress,
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
  return found;
}

/** A sentence when the neighbor would have two speakers at one address. */
export function secondSpeakerText(
  { session: name, router }: Pick<SessionInput, 'router' | 'session'>,
  session: SessionReading,
  { speakers }: OtherSpeakers,
): string | undefined {
  const own = specific(session.localAddress);
  const twin = own && speakers.find(one => specific(one.localAddress) === own);
  return twin
    ? `AS${session.neighborAs} at ${session.neighborAddress} speaks with ${own} already: that is session ${twin.session} on ${twin.router}, and ${name} on ${router} would take it away. Sessions go from one router to another by a cut-over.`
    : undefined;
}

/** What people have to know before they approve, where nothing forbids it. */
export function otherSpeakerLines(
  { session: name, router }: Pick<SessionInput, 'router' | 'session'>,
  session: SessionReading,
  { speakers, silent }: OtherSpeakers,
): PlanLine[] {
  const line = (who: string, title: string, detail: string): PlanLine => ({
    ...{ action: 'keep', address: `speaker.${who}`, attributes: [] },
    ...{ title, detail },
  });
  const own = specific(session.localAddress);
  return [
    ...speakers.map(one =>
      line(
        `${one.router}/${one.session}`,
        `${one.router} speaks with ${session.neighborAddress} as well`,
        own && specific(one.localAddress)
          ? `from ${one.localAddress}; ${name} on ${router} speaks from ${own}`
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

/** Undefined for what stands for any address. */
function specific(address: string | undefined): string | undefined {
  const canonical = address && canonicalAddress(address);
  return canonical === '::' || canonical === '0.0.0.0'
    ? undefined
    : canonical || undefined;
}
