import {
  RouteCounter,
  SessionFamily,
} from '@orion/backstage-plugin-orion-bgp-common';
import { TableCounts } from '../../rib/answer/TableCounts';
import { fillCounters } from '../../services/fillCounters';
import { PastCount } from '../comeback/countsBefore';
import { findLacking } from '../comeback/judgeBack';
import { RouterAnnouncements } from '../readAnnouncements';
import { SessionDeps } from '../SessionTools';
import { findFewerImports } from './config/findFewerImports';
import { HostSpeaker } from './HostSpeakers';
import { RoutedLoss } from './judgeInbound';

/** Routes that come in over a session and are to keep coming. */
export interface PlannedImport {
  router: string;
  session: string;
  /**
   * Those that its filters let in, as the daemon or the index counts them; those
   * it received where neither does.
   */
  count: PastCount;
  /** What is not judged may let fewer in, which people accepted: some have to come. */
  mayBeFewer?: true;
}

/** What comes in of what was planned, in sentences without their end. */
export interface ImportsNow {
  lacking: string[];
  /** What the index does not tell now. */
  unknown: string[];
}

/**
 * Has the index count what a daemon does not, of its sessions with those outside:
 * GoBGP counts what comes in before its policy alone. What the index does not know,
 * or read before `since` (ISO UTC), is there without a value.
 */
export async function fillImports(
  { collector }: Pick<SessionDeps, 'collector'>,
  read: RouterAnnouncements[],
  since?: string,
): Promise<RouterAnnouncements[]> {
  const routers = read
    .filter(
      ({ announced, router }) =>
        router.endpoint.driver === 'gobgp' && announced.length > 0,
    )
    .map(({ router }) => router.id);
  if (routers.length === 0) {
    return read;
  }
  const tables = await collector.ask('counts', { routers }).catch(() => []);
  const isOld = ({ state, readSince }: TableCounts) =>
    state === 'polled' &&
    since !== undefined &&
    !(Date.parse(readSince ?? '') >= Date.parse(since));
  const filled = read.map(one => {
    if (!routers.includes(one.router.id)) {
      return one;
    }
    const table = tables.find(
      found => found.router === one.router.id && !isOld(found),
    );
    return {
      ...one,
      announced: one.announced.map(announced => ({
        ...announced,
        session: {
          ...announced.session,
          families: fillCounters(
            // Either generation leaves the same to the index.
            { ...announced.session, driver: 'gobgp-v4' },
            table,
          ),
        },
      })),
    };
  });
  // Also where a session came up since the table was read.
  const behind = filled.filter(
    ({ announced, router }) =>
      since !== undefined &&
      routers.includes(router.id) &&
      announced.some(({ session }) => session.families.some(isUncounted)),
  );
  for (const { router } of behind) {
    await collector.ask('refresh', { router: router.id }).catch(() => {});
  }
  return filled;
}

function isUncounted({ counters: { accepted } }: SessionFamily): boolean {
  return accepted?.definition === 'index' && accepted.value === undefined;
}

/** Routes come in over them now, and nothing in the configuration ends that. */
export function plannedImports(
  network: RouterAnnouncements[],
  speakers: HostSpeaker[],
  losses: RoutedLoss[],
): PlannedImport[] {
  const at = new Date().toISOString();
  return speakers.flatMap(({ changes, router, ...change }) => {
    const here = network.find(one => one.router.id === router?.id);
    const fewer = changes ? findFewerImports(change) : new Set<string>();
    return (here?.announced ?? []).flatMap(({ session }) => {
      const loss = losses.find(
        one => one.router === router!.id && one.session.name === session.name,
      );
      return session.families
        .filter(
          ({ family }) =>
            !loss?.inbound.some(lost => family === `${lost}-unicast`),
        )
        .flatMap((family): PlannedImport[] => {
          const known = countOf(family);
          if (!known?.value) {
            return [];
          }
          const { counter, definition, value } = known;
          const key = `${session.name}/${family.family}`;
          return [
            {
              ...{ router: router!.id, session: session.name },
              count: { family: family.family, counter, definition, value, at },
              ...((fewer === 'any' || fewer.has(key)) && { mayBeFewer: true }),
            },
          ];
        });
    });
  });
}

function countOf({
  counters: { accepted, received },
}: SessionFamily): (RouteCounter & Pick<PastCount, 'counter'>) | undefined {
  return accepted?.value === undefined
    ? received && { ...received, counter: 'received' }
    : { ...accepted, counter: 'accepted' };
}

/** By the rule for a session that is enabled; see {@link findLacking}. */
export function judgeImports(
  imports: PlannedImport[],
  read: RouterAnnouncements[],
): ImportsNow {
  const empty: string[] = [];
  const fewer: string[] = [];
  const unknown: string[] = [];
  for (const { router, session: name, count, mayBeFewer } of imports) {
    const title = `${router}/${name}`;
    const key = `${title}/${count.family}`;
    const session = read
      .find(one => one.router.id === router)
      ?.announced.find(one => one.session.name === name)?.session;
    const family = session?.families.find(one => one.family === count.family);
    const counter = family?.counters[count.counter];
    const uncounted =
      count.definition === 'index' && counter?.value === undefined;
    if (family?.up && uncounted) {
      unknown.push(key);
    } else if (!session || !counter?.value) {
      empty.push(key);
    } else if (!mayBeFewer) {
      fewer.push(
        ...findLacking([count], session).map(text => `${title} ${text}`),
      );
    }
  }
  return {
    lacking: [
      ...(empty.length > 0
        ? [`No routes come in any more: ${empty.join(', ')}`]
        : []),
      ...(fewer.length > 0
        ? [`Fewer routes come in than before: ${fewer.join(', ')}`]
        : []),
    ],
    unknown,
  };
}

/** What was proven, and by what. */
export function importsText(imports: PlannedImport[]): string {
  const names = (some: PlannedImport[]) =>
    some
      .map(
        ({ router, session, count }) => `${router}/${session}/${count.family}`,
      )
      .join(', ');
  const received = imports.filter(({ count }) => count.counter === 'received');
  const fewer = imports.filter(({ mayBeFewer }) => mayBeFewer);
  return [
    'Routes come in over every session that had some',
    ...(fewer.length > 0
      ? [`fewer than before were accepted of ${names(fewer)}`]
      : []),
    ...(received.length > 0
      ? [`of ${names(received)} only what was received is counted`]
      : []),
  ]
    .join('; ')
    .concat('.');
}
