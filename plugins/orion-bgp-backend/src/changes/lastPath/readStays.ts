import { ProbeResult } from '@orion/backstage-plugin-orion-changes-node';
import { lookAgain } from '../lookAgain';
import { ActionRouter } from '../readActionsConfig';
import { Announced, RouterAnnouncements } from '../readAnnouncements';
import { MAX_OWN_EXPORTS } from '../readExports';
import { findRouter, SessionDeps } from '../SessionTools';
import { probe } from '../verifyTwice';
import { isWayOut } from './isWayOut';
import { OwnExport } from './LastPathFacts';
import { readNetworkRouter } from './readNetworkRouter';

/** Named in one sentence at most. */
const NAMED = 3;

/** An own prefix that goes out elsewhere as well, so a plan said. */
export type PlannedStay = Pick<OwnExport, 'prefix' | 'elsewhere' | 'cover'>;

/** What becomes of prefixes that are to stay announced. */
export interface StaySight {
  /** Those that go out over no established session to the outside. */
  missing: PlannedStay[];
  /** Why it is not known of those, as sentences. */
  problems: string[];
}

/** What a plan promised; of what it announced as lost nothing is. */
export function plannedStays(ownExports: readonly OwnExport[]): PlannedStay[] {
  return ownExports
    .filter(({ elsewhere }) => elsewhere.length > 0)
    .map(({ prefix, elsewhere, cover }) => ({
      ...{ prefix, elsewhere },
      ...(cover !== undefined && { cover }),
    }));
}

/**
 * Looks for prefixes on every router of the network. One that is missing is looked
 * for again; no router that does not answer makes an error of it.
 */
export async function readStays(
  deps: SessionDeps,
  { router }: { router: string },
  stays: readonly PlannedStay[],
  signal: AbortSignal,
): Promise<StaySight> {
  if (stays.length === 0) {
    return { missing: [], problems: [] };
  }
  const { asn } = findRouter(deps, { router });
  const network = deps.config.routers.filter(one => one.asn === asn);
  const look = async () =>
    findStays(
      stays,
      await Promise.all(network.map(one => readAnnounced(one, signal))),
    );
  return lookAgain(look, ({ missing }) => missing.length === 0, signal);
}

/** Of what a router says to those outside, what is the network's own. */
export type RouterOwn = Omit<RouterAnnouncements, 'announced'> & {
  announced: Omit<Announced, 'foreign'>[];
};

/**
 * What a router says to those outside. One session that announces more of its own than
 * is read keeps nobody from knowing of the others; of itself the first are known.
 */
async function readAnnounced(
  router: ActionRouter,
  signal: AbortSignal,
): Promise<RouterOwn> {
  const input = { router: router.id };
  const { exports, problem, reading, unread } = await readNetworkRouter(
    router,
    input,
    signal,
    { patient: true },
  );
  const announced = (reading?.sessions ?? []).flatMap(session => {
    const own = exports.get(session.name);
    return own ? { router: router.id, session, own } : [];
  });
  const tooMany = [...unread].map(
    name =>
      `Session ${name} announces more than ${MAX_OWN_EXPORTS} prefixes of its own network`,
  );
  return {
    ...{ router, reading, announced },
    problem: [problem, ...tooMany].filter(Boolean).join(' ') || undefined,
  };
}

/** The same of one look. */
export function findStays(
  stays: readonly PlannedStay[],
  read: readonly RouterOwn[],
): StaySight {
  const out = new Set(
    read.flatMap(({ router, announced }) =>
      announced
        .filter(({ session }) => isWayOut(router, session))
        .flatMap(({ own }) => own),
    ),
  );
  const missing = stays.filter(
    ({ prefix, cover }) =>
      !out.has(prefix) && !(cover !== undefined && out.has(cover)),
  );
  const names = missing.flatMap(({ prefix, cover }) => [prefix, cover]);
  // It does go out there; whether the neighbor has it is known in a moment.
  const restarting = read
    .flatMap(({ announced }) => announced)
    .filter(
      ({ session, own }) =>
        session.restarting && own.some(prefix => names.includes(prefix)),
    );
  return {
    missing,
    problems: [
      ...read.flatMap(({ router, reading, problem }) =>
        !reading || problem
          ? [`router ${router.id} was not read whole: ${problem}`]
          : [],
      ),
      ...restarting.map(
        ({ router, session }) =>
          `the neighbor of ${session.name} on ${router} restarts gracefully`,
      ),
    ],
  };
}

/** "stays by 2001:db8::/32 over he on gw2" */
export function staysText({ elsewhere, cover }: PlannedStay): string {
  const by = cover === undefined ? '' : `by ${cover} `;
  return `stays ${by}over ${elsewhere.join(', ')}`;
}

/** Fails what was promised and is not so; what nobody could read is unknown. */
export function judgeStays({ missing, problems }: StaySight): ProbeResult {
  if (missing.length === 0) {
    return probe(
      'elsewhere',
      'pass',
      'Own prefixes that were to stay announced elsewhere are.',
    );
  }
  const more = missing.length - NAMED;
  const named = missing
    .slice(0, NAMED)
    .map(
      stay =>
        `${stay.prefix}, of which the plan said that it ${staysText(stay)}`,
    )
    .join('; ')
    .concat(more > 0 ? `; and ${more} more` : '');
  return problems.length > 0
    ? probe(
        'elsewhere',
        'unknown',
        `Whether it is still announced is not known of ${named}: ${problems.join(
          ' ',
        )}`,
      )
    : probe(
        'elsewhere',
        'fail',
        `No established external session announces any more: ${named}.`,
      );
}
