import { Entity } from '@backstage/catalog-model';
import {
  autonomousSystemAnnotation,
  bgpRouterAnnotation,
  bgpSessionAnnotation,
  Router,
  Session,
} from '@orion/backstage-plugin-orion-bgp-common';

/** What of BGP an entity is about. */
export type BgpSubject =
  | { kind: 'session'; router: string; session: string }
  | { kind: 'router'; router: string }
  | { kind: 'system'; asn: number };

/** Undefined for an entity that has nothing to do with BGP. */
export function bgpSubject(entity: Entity): BgpSubject | undefined {
  const annotations = entity.metadata.annotations ?? {};
  const session = annotations[bgpSessionAnnotation];
  const slash = session?.indexOf('/') ?? -1;
  if (slash > 0) {
    return {
      kind: 'session',
      router: session.slice(0, slash),
      session: session.slice(slash + 1),
    };
  }
  const router = annotations[bgpRouterAnnotation];
  if (router) {
    return { kind: 'router', router };
  }
  const asn = Number(annotations[autonomousSystemAnnotation]);
  return asn > 0 ? { kind: 'system', asn } : undefined;
}

/** The sessions an entity is about: its own, its router's, or those with its system. */
export function sessionsOf(
  subject: BgpSubject,
  sessions: Session[],
  routers: Router[],
): Session[] {
  switch (subject.kind) {
    case 'session':
      return sessions.filter(
        ({ router, name }) =>
          router === subject.router && name === subject.session,
      );
    case 'router':
      return sessions.filter(
        ({ router, gone }) => router === subject.router && !gone,
      );
    default: {
      const own = new Set(
        routers.filter(({ asn }) => asn === subject.asn).map(({ id }) => id),
      );
      return sessions.filter(
        ({ neighborAs, router, gone }) =>
          !gone && (neighborAs === subject.asn || own.has(router)),
      );
    }
  }
}
