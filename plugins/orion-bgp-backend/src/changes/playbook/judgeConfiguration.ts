import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { PlanLine } from '@orion/backstage-plugin-orion-changes-common';
import { cutText } from '../../cutText';
import { withoutWayOut } from '../planSession';
import { readAnnouncements, RouterAnnouncements } from '../readAnnouncements';
import { ActionRouter } from '../readActionsConfig';
import { SessionDeps } from '../SessionTools';
import { relationOf } from '../../services/neighborRelations';
import { isAboveOrBeside } from '../readExportsApart';
import { compareSpeakers } from './config/compareSpeakers';
import { findUntouched } from './findUntouched';
import { findMoved } from './findMoved';
import { HostSpeaker, hostSpeakers, SPEAKER_TITLES } from './HostSpeakers';
import { judgeAnnouncements, PlannedAnnouncements } from './judgeAnnouncements';
import { LastPathFacts } from '../lastPath/LastPathFacts';
import { judgeInbound, losesRoutes, RoutedLoss } from './judgeInbound';
import { judgeReach } from './judgeReach';
import { judgeStandIns } from './judgeStandIns';
import { unexplainedFilter } from './packetFilter';
import { fillImports, PlannedImport, plannedImports } from './plannedImports';
import { PlaybookSight } from './PlaybookSight';

/** Named in one sentence at most. */
const NAMED = 8;
/** A name comes from a file of the router, and is no longer than a line. */
const MAX_TEXT = 160;

/** Tasks whose effect is judged by what they write, or that only prepare it. */
const JUDGED_TASKS = [
  'What BIRD would run',
  'What GoBGP would run',
  'Apply with a way back',
  'Unit that starts from the packet filter of before',
  'Packet filter',
];

/** What a request says of it. */
export interface ConfigurationRequest {
  router: string;
  reason: string;
  acceptIsolation?: unknown;
  acceptUnjudged?: unknown;
}

/** What a new configuration takes away, and whether it may. */
export interface JudgedConfiguration {
  /** Sessions that lose something, as "gw1/he_v6". */
  names: string[];
  lines: PlanLine[];
  /** What people should know and nothing can lose by. */
  notes: PlanLine[];
  /** Whole sentences that forbid it. */
  denials: string[];
  /** Sessions that were switched off at run time and come up, as "gw1/he_v6". */
  revived: string[];
  /** Own prefixes that go out nowhere afterwards. */
  onlyHere: string[];
  /** Own prefixes of families that have no way out afterwards. */
  cutOff: string[];
  /** See {@link InboundVerdict}. */
  losses: LastPathFacts[];
  /** Changes no rule understands, as people read them. */
  unjudged: string[];
  /** Something may be lost by what is not judged: a session outside is up, or nobody knows. */
  mayLose: boolean;
  announcements: PlannedAnnouncements[];
  /** See {@link PlannedPlaybook}. */
  mostForeign: number;
  untouched: string[];
  /** Routes that come in and keep coming. */
  imports: PlannedImport[];
  /** Taken back, it would undo a cut-over. */
  lasting: boolean;
}

/**
 * Judges everything that a configuration takes away from a machine: the sessions
 * of both daemons, what comes in and goes out over them, own prefixes, limits.
 * Denied is the loss of the last path, and whatever no rule understands, unless
 * the requester accepts it and there is a way around it.
 */
export async function judgeConfiguration(
  deps: SessionDeps,
  {
    input,
    router,
    sight,
  }: {
    input: ConfigurationRequest;
    router: ActionRouter;
    sight: PlaybookSight;
  },
  signal: AbortSignal,
): Promise<JudgedConfiguration> {
  const speakers = hostSpeakers(deps.config, router, sight.files);
  let startedAt = performance.now();
  let network = await readSpeakers(deps, speakers, signal);
  const early = compareAll(speakers);
  const inbound = await judgeInbound(
    deps,
    { input, losses: early.losses },
    signal,
  );
  if (early.losses.some(losesRoutes)) {
    // The tables of the index may have been waited for: what the routers say of
    // themselves may be another thing by now.
    startedAt = performance.now();
    network = await readSpeakers(deps, speakers, signal);
  }
  const ageMs = performance.now() - startedAt;
  const { losses, revived, unjudged, denials } = compareAll(speakers);
  const moved = findMoved(speakers, sight.sessions);
  const standing = judgeStandIns(speakers, sight.sessions);
  const { planned, lost } = judgeAnnouncements(speakers, losses, network);
  const reach = judgeReach(lost, { input, router, network, ageMs });
  const unknown = [...unjudged, ...unjudgedRest(sight)].map(text =>
    cutText(text, MAX_TEXT),
  );
  const carrying = speakers.flatMap(({ now }) =>
    (now?.announced ?? []).map(one => `${one.router}/${one.session.name}`),
  );
  const accepts = Boolean(input.acceptUnjudged && router.actions?.outOfBand);
  // Of a daemon that is not read whole nobody knows that it has nothing to lose.
  const mayLose =
    carrying.length > 0 ||
    speakers.some(({ now }) => !now?.reading || now.problem);
  const strange = unknown.length > 0 && mayLose && !accepts;
  const names = losses.map(
    ({ session, router: id }) => `${id}/${session.name}`,
  );
  const strangeLines = unknown.map((text, index) =>
    unjudgedLine(router.id, text, index, mayLose),
  );
  return {
    names,
    denials: [
      ...denials,
      ...moved.denials,
      ...standing,
      ...inbound.denials,
      ...reach.denials,
      ...(hasMovedOn(early.losses, losses)
        ? ['Sessions came or went while they were judged.']
        : []),
      ...(strange ? [strangeText(unknown, router)] : []),
    ],
    revived: revived.map(({ router: id, session }) => `${id}/${session.name}`),
    onlyHere: reach.onlyHere,
    cutOff: cutOff(inbound.losses, network),
    losses: inbound.losses,
    unjudged: unknown,
    mayLose,
    announcements: planned,
    mostForeign: mostForeign(deps.config, network),
    untouched: speakers.flatMap(findUntouched),
    imports: plannedImports(await fillImports(deps, network), speakers, losses),
    lasting: moved.lasting,
    lines: [
      ...losses.map(loss => lossLine(loss, inbound.paths)),
      ...revived.map(({ router: id, session }) => revivedLine(id, session)),
      ...inbound.lines,
      ...reach.lines,
      ...(mayLose ? strangeLines : []),
    ],
    notes: mayLose ? [] : strangeLines,
  };
}

/** Every router of the network, the daemons of this machine among them. */
async function readSpeakers(
  { config }: SessionDeps,
  speakers: HostSpeaker[],
  signal: AbortSignal,
): Promise<RouterAnnouncements[]> {
  const here = speakers.flatMap(({ router }) => router ?? []);
  const network = config.routers.filter(
    one => here.includes(one) || here.some(({ asn }) => asn === one.asn),
  );
  const read = await Promise.all(
    network.map(one => readAnnouncements(config, one, signal)),
  );
  for (const speaker of speakers) {
    speaker.now = read.find(({ router }) => router.id === speaker.router?.id);
  }
  return read;
}

function compareAll(speakers: HostSpeaker[]) {
  const losses: RoutedLoss[] = [];
  const revived: { router: string; session: SessionReading }[] = [];
  const unjudged: string[] = [];
  const denials: string[] = [];
  for (const { driver, router, now, changes, ...files } of speakers) {
    const title = SPEAKER_TITLES[driver];
    if (changes && !router) {
      denials.push(
        `${title} of the same machine would change as well, and ORION does not read it: name it under orion.bgp.routers, with the same ansible.host.`,
      );
    } else if (changes && !now?.reading) {
      denials.push(
        `What ${title} would lose is not known, because it was not read: ${now?.problem}`,
      );
    } else if (changes) {
      const { sessions } = now!.reading!;
      const found = compareSpeakers({ driver, sessions, ...files });
      losses.push(...found.losses.map(one => ({ ...one, router: router!.id })));
      revived.push(
        ...found.revived.map(session => ({ router: router!.id, session })),
      );
      denials.push(
        ...found.against.map(
          ({ name }) =>
            `Session ${name} speaks though the configuration of ${title} switches it off: somebody enabled it since, as a rollback does. Say in the inventory who speaks, or disable it first.`,
        ),
      );
      unjudged.push(...found.unjudged.map(text => `${title}: ${text}`));
    }
  }
  return { losses, revived, unjudged, denials };
}

/** Of what goes to providers and peers of the network beside what customers send. */
function mostForeign(
  { relations }: SessionDeps['config'],
  network: RouterAnnouncements[],
): number {
  const counts = network
    .flatMap(({ announced }) => announced)
    .filter(({ session }) => isAboveOrBeside(relationOf(session, relations)))
    .map(({ foreign }) => foreign.beside.count);
  return Math.max(0, ...counts);
}

/** Who has an address in these reaches nobody outside, wherever they are announced. */
function cutOff(
  losses: readonly LastPathFacts[],
  network: RouterAnnouncements[],
): string[] {
  const own = network
    .flatMap(({ announced }) => announced)
    .flatMap(one => one.own.map(prefix => ({ prefix })));
  const cut = losses.flatMap(({ families }) =>
    withoutWayOut({ families, ownExports: own }),
  );
  return [...new Set(cut)].sort();
}

function hasMovedOn(early: RoutedLoss[], late: RoutedLoss[]): boolean {
  const key = (losses: RoutedLoss[]) =>
    JSON.stringify(
      losses.map(({ router, session, inbound, outbound }) => [
        router,
        session.name,
        inbound,
        // Of one outside that is judged by what is announced at the end.
        session.type === 'internal' ? outbound : [],
      ]),
    );
  return key(early) !== key(late);
}

function unjudgedRest({ changed, files }: PlaybookSight): string[] {
  const filter = files.filter ? unexplainedFilter(files.filter) : [];
  const more = filter.length - NAMED;
  return [
    ...filter.slice(0, NAMED).map(line => `packet filter: ${line}`),
    ...(more > 0 ? [`packet filter: ${more} more lines`] : []),
    ...changed
      .map(({ task }) => task.replace(/^[\w.-]+ : /, ''))
      .filter(task => !JUDGED_TASKS.includes(task))
      .map(task => `task: ${task}`),
  ];
}

function lossLine(
  { router, session, gone, why }: RoutedLoss,
  paths: number | undefined,
): PlanLine {
  return {
    action: 'destroy',
    address: `session.${router}/${session.name}`,
    title: `session ${session.name} on ${router}: ${
      gone ? 'up -> gone' : 'stays, with less'
    }`,
    detail: [
      `AS${session.neighborAs} at ${session.neighborAddress}`,
      ...(paths === undefined ? [] : [`${paths} paths come over it`]),
      ...why,
    ].join('; '),
    attributes: [],
  };
}

function revivedLine(
  router: string,
  { name, neighborAddress, neighborAs }: SessionReading,
): PlanLine {
  return {
    action: 'change',
    address: `session.${router}/${name}`,
    title: `session ${name} on ${router}: disabled -> up`,
    detail: `AS${neighborAs} at ${neighborAddress}; it is made anew, and nothing of its configuration switches it off`,
    attributes: [],
  };
}

function unjudgedLine(
  router: string,
  text: string,
  index: number,
  carries: boolean,
): PlanLine {
  return {
    action: carries ? 'destroy' : 'change',
    address: `unjudged.${router}.${index + 1}`,
    title: `not judged: ${text}`,
    detail: carries
      ? 'nobody knows what it takes away; everything the router carries may be hurt'
      : 'no session outside is up that could lose by it',
    attributes: [],
  };
}

function strangeText(unjudged: string[], { id, actions }: ActionRouter) {
  const more = unjudged.length - NAMED;
  const named = unjudged.slice(0, NAMED).join('; ');
  const hint = actions?.outOfBand
    ? 'bgp-router.configure takes it with acceptUnjudged.'
    : `Only with a way around it, orion.bgp.routers.${id}.actions.outOfBand, and acceptUnjudged can bgp-router.configure take it.`;
  return `What this takes away is not judged: ${named}${
    more > 0 ? `; and ${more} more` : ''
  }. ${hint}`;
}
