import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  ResourceEntity,
} from '@backstage/catalog-model';
import {
  autonomousSystemAnnotation,
  bgpRouterAnnotation,
  bgpSessionAnnotation,
  Router,
  Session,
} from '@orion/backstage-plugin-orion-bgp-common';
import { toEntityName } from '@orion/backstage-plugin-orion-node';
import { ProviderConfig } from './readProviderConfig';
import { sessionEntityName } from './sessionEntityName';

/** Location key of everything this module contributes. */
export const LOCATION = 'orion-bgp:routers';

/** The system of the static catalog all of it belongs to. */
const SYSTEM = 'router';

interface Described {
  name: string;
  type: 'bgp-router' | 'bgp-session' | 'autonomous-system';
  title: string;
  description?: string;
  annotations: Record<string, string>;
  dependsOn: string[];
}

/**
 * Routers, their sessions and the autonomous systems on both ends. Owned,
 * long-lived things only: no states, no counters, no routes.
 */
export function toEntities(
  routers: Router[],
  sessions: Session[],
  config: ProviderConfig,
): ResourceEntity[] {
  // A session that is down for days is still configured; one that is gone is not.
  const present = sessions.filter(({ gone }) => !gone);
  const asns = new Set([
    ...routers.map(({ asn }) => asn),
    ...present.map(({ neighborAs }) => neighborAs).filter(asn => asn > 0),
  ]);
  const described = [
    ...[...asns].sort((a, b) => a - b).map(describeSystem),
    ...routers.map(router => describeRouter(router, config)),
    ...present.map(session =>
      describeSession(
        session,
        routers.map(({ id }) => id),
      ),
    ),
  ];
  return described.map(thing => toEntity(thing, config));
}

function describeSystem(asn: number): Described {
  return {
    name: systemName(asn),
    type: 'autonomous-system',
    title: `AS${asn}`,
    annotations: { [autonomousSystemAnnotation]: String(asn) },
    dependsOn: [],
  };
}

function describeRouter(
  { id, title, asn }: Router,
  { guests }: ProviderConfig,
): Described {
  const guest = guests.get(id)?.replace('/', '-');
  return {
    name: routerName(id),
    type: 'bgp-router',
    title,
    annotations: { [bgpRouterAnnotation]: id },
    dependsOn: [systemName(asn), ...(guest ? [guest] : [])],
  };
}

function describeSession(session: Session, routers: string[]): Described {
  const { router, name, neighborAs, description } = session;
  return {
    name: sessionEntityName({ router, session: name }, routers),
    type: 'bgp-session',
    title: `AS${neighborAs} ${name} on ${router}`,
    description,
    annotations: { [bgpSessionAnnotation]: `${router}/${name}` },
    dependsOn: [
      routerName(router),
      ...(neighborAs > 0 ? [systemName(neighborAs)] : []),
    ],
  };
}

function routerName(id: string): string {
  return toEntityName(`bgp-${id}`);
}

function systemName(asn: number): string {
  return `as${asn}`;
}

function toEntity(
  { name, type, title, description, annotations, dependsOn }: Described,
  { defaultOwner }: ProviderConfig,
): ResourceEntity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name,
      title,
      ...(description ? { description } : {}),
      annotations: {
        [ANNOTATION_LOCATION]: LOCATION,
        [ANNOTATION_ORIGIN_LOCATION]: LOCATION,
        ...annotations,
      },
    },
    spec: {
      type,
      owner: defaultOwner,
      system: SYSTEM,
      ...(dependsOn.length > 0
        ? { dependsOn: dependsOn.map(ref => `resource:default/${ref}`) }
        : {}),
    },
  };
}
