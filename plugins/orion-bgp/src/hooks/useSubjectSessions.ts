import { useApi } from '@backstage/frontend-plugin-api';
import {
  BgpApi,
  Router,
  Session,
} from '@orion/backstage-plugin-orion-bgp-common';
import { Freshness } from '@orion/backstage-plugin-orion-common';
import {
  describeError,
  Loadable,
  useLoadable,
  worstFreshness,
} from '@orion/backstage-plugin-orion-react';
import { bgpApiRef } from '../api/bgpApiRef';
import { BgpSubject, sessionsOf } from '../lib/entitySessions';
import { BGP_CHANNEL, SESSIONS_POLL_MS } from './useSessions';

/** What of BGP an entity is about, and no more than that. */
export interface SubjectSessions {
  sessions: Session[];
  /** None where one session alone was asked for. */
  routers: Router[];
  /** Of the oldest answer in it; absent when there was none. */
  freshness?: Freshness;
  /** Of each router. */
  sources: Freshness[];
}

/** The sessions of an entity, kept up to date: a card asks for what it shows. */
export function useSubjectSessions(
  subject: BgpSubject,
): Loadable<SubjectSessions> {
  const api = useApi(bgpApiRef);
  return useLoadable(() => read(api, subject), [api, JSON.stringify(subject)], {
    channel: BGP_CHANNEL,
    pollMs: SESSIONS_POLL_MS,
  });
}

async function read(
  api: BgpApi,
  subject: BgpSubject,
): Promise<SubjectSessions> {
  if (subject.kind === 'session') {
    const { router, session } = subject;
    const detail = await orNone(api.getSession({ router, session }));
    return detail
      ? {
          sessions: [detail],
          routers: [],
          freshness: detail.freshness,
          sources: [detail.freshness],
        }
      : { sessions: [], routers: [], sources: [] };
  }
  const [{ items: routers }, list] = await Promise.all([
    api.listRouters(),
    orNone(
      api.listSessions(
        subject.kind === 'router'
          ? { router: subject.router }
          : { asn: subject.asn },
      ),
    ),
  ]);
  const sources = list?.freshness ?? [];
  return {
    sessions: sessionsOf(subject, list?.items ?? [], routers),
    routers,
    sources,
    freshness:
      subject.kind === 'router'
        ? sources.find(({ source }) => source === `bgp:${subject.router}`)
        : worstFreshness(sources),
  };
}

/** An entity may be of a router or a session that is not there any more. */
async function orNone<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    const { absentAt, status } = describeError(error);
    if (status === 404 && absentAt === undefined) {
      return undefined;
    }
    throw error;
  }
}
