import { nameFirst } from '../../nameFirst';
import { SessionKey } from '../../rib/impact/ImpactRequest';
import { MAX_OWN_EXPORTS } from '../readExports';
import { EndLoss, LastPathFacts, OwnExport } from './LastPathFacts';

/** Which rule denies. The first two can never be set aside. */
export type LastPathRule =
  | 'stale-reading'
  | 'stale-table'
  | 'inbound'
  | 'unread-exports'
  | 'isolated'
  | 'reachability'
  | 'default-route'
  | 'protected-place';

/** Why a session must stay, as a sentence that names it. */
export interface LastPathDenial {
  rule: LastPathRule;
  sentence: string;
}

/** What was decided. */
export interface LastPathVerdict {
  allowed: boolean;
  denials: LastPathDenial[];
  /** Denials that an out-of-band way and the requester set aside. */
  accepted: LastPathDenial[];
}

/** Older facts say nothing about what is lost now. */
export const MAX_AGE_MS = 10_000;

/** Named in one sentence at most. */
const NAMED = 5;

const titles = { ipv4: 'IPv4', ipv6: 'IPv6' } as const;

/**
 * Whether a session may go. Denies when this network would no longer be reached
 * from outside, when a family or the default route would lose its last external
 * path, when the way to what people need for the undo goes over the session, and
 * whenever any of that is not known for certain.
 */
export function judgeLastPath(facts: LastPathFacts): LastPathVerdict {
  const unknown = [
    ...staleReadings(facts),
    ...staleTables(facts),
    ...unvalidated(facts),
  ];
  const losses = [
    ...unreadExports(facts),
    ...inbound(facts),
    ...isolated(facts),
    ...reachability(facts),
    ...defaultRoute(facts),
    ...protectedPlaces(facts),
  ];
  const setAside = facts.acceptIsolation && Boolean(facts.outOfBand);
  const denials = setAside ? unknown : [...unknown, ...losses];
  return {
    allowed: denials.length === 0,
    denials,
    accepted: setAside ? losses : [],
  };
}

/** What people are told, with the way on where there is one. */
export function denialText(
  { denials }: LastPathVerdict,
  {
    router,
    outOfBand,
    restarting = [],
  }: Pick<LastPathFacts, 'router' | 'outOfBand' | 'restarting'>,
): string {
  const sentences = denials.map(({ sentence }) => sentence);
  const certain = denials.some(({ rule }) => !rule.startsWith('stale-'));
  if (certain && restarting.length > 0) {
    sentences.push(
      `What goes over ${list(
        restarting.map(key => nameOf(key)),
      )} does not count until the neighbor is through with its graceful restart.`,
    );
  }
  if (certain && !outOfBand) {
    sentences.push(
      `Only with a way around it, orion.bgp.routers.${router}.actions.outOfBand, and acceptIsolation can it go.`,
    );
  } else if (certain) {
    sentences.push('Set acceptIsolation to let it go all the same.');
  }
  return sentences.join(' ');
}

function staleReadings({ ageMs, routers, ...facts }: LastPathFacts) {
  const denials = routers
    .filter(({ problem }) => problem)
    .map(({ id, problem }) =>
      deny(
        'stale-reading',
        `What would be left without ${nameOf(
          facts,
        )} is not known, because router ${id} was not read whole: ${problem}`,
      ),
    );
  if (!(ageMs <= MAX_AGE_MS)) {
    denials.push(
      deny(
        'stale-reading',
        `What would be left without ${nameOf(facts)} was read ${Math.round(
          ageMs / 1000,
        )} s ago, more than ${MAX_AGE_MS / 1000}.`,
      ),
    );
  }
  return denials;
}

function staleTables({ routers, ...facts }: LastPathFacts) {
  return routers
    .filter(({ tableProblem }) => tableProblem)
    .map(({ id, tableProblem }) =>
      deny(
        'stale-table',
        `What would be left without ${nameOf(
          facts,
        )} is not known, because the route table of ${id} is not the present one: ${tableProblem}`,
      ),
    );
}

/** A path that may be invalid is no way to rely on; where none counts it is no matter. */
function unvalidated({ families, validityProblem, ...facts }: LastPathFacts) {
  return validityProblem && families.some(({ others }) => others > 0)
    ? [
        deny(
          'stale-table',
          `Which paths would be left without ${nameOf(
            facts,
          )} that are not RPKI invalid is not known: ${validityProblem}.`,
        ),
      ]
    : [];
}

/** Nobody has so many of their own: what is beyond is a mistake, and may be why it is to go. */
function unreadExports(facts: LastPathFacts) {
  return (facts.unread ?? []).map(key => {
    const isItself = isSession(facts, key);
    const alone = isItself ? onlyByItself(facts) : [];
    const also =
      alone.length > 0
        ? ` No other established external session announces ${namesOf(alone)}.`
        : '';
    return deny(
      'unread-exports',
      `Session ${key.session} on ${
        key.router
      } announces more than ${MAX_OWN_EXPORTS} prefixes of its own network: which of them ${
        isItself
          ? 'nobody else announces'
          : `would be lost with ${nameOf(facts)}`
      } is not known.${also}`,
    );
  });
}

function inbound(facts: LastPathFacts) {
  const isRead = !facts.unread?.some(key => isSession(facts, key));
  const itself = isRead ? onlyByItself(facts) : [];
  const brought = facts.ownExports.filter(
    ({ by = [], elsewhere }) => elsewhere.length === 0 && by.length > 0,
  );
  const by = list([...new Set(brought.flatMap(one => one.by ?? []))]);
  return [
    ...lostSentences(facts, itself, ''),
    ...lostSentences(facts, brought, `${by} by way of `),
  ];
}

/** What others reach by a less specific one is not said to be out of reach. */
function lostSentences(facts: LastPathFacts, lost: OwnExport[], over: string) {
  const sentence = (some: OwnExport[], meaning: string) => {
    const are = some.length === 1 ? 'is' : 'are';
    return some.length === 0
      ? []
      : deny(
          'inbound',
          `${namesOf(some)} ${are} announced over ${over}${nameOf(
            facts,
          )} and over no other established external session: ${meaning}.`,
        );
  };
  const bare = lost.filter(({ cover }) => cover === undefined);
  const covered = lost.filter(({ cover }) => cover !== undefined);
  const covers = [...new Set(covered.flatMap(({ cover }) => cover ?? []))];
  return [
    sentence(
      bare,
      `nobody outside would reach ${bare.length === 1 ? 'it' : 'them'}`,
    ),
    sentence(
      covered,
      `only ${list(covers)} would be, and each own aggregate has to be itself`,
    ),
  ].flat();
}

/** Own prefixes that go out over the session and over nothing else. */
function onlyByItself({ ownExports }: LastPathFacts): OwnExport[] {
  return ownExports.filter(
    ({ by = [], elsewhere }) => elsewhere.length + by.length === 0,
  );
}

function namesOf(own: OwnExport[]): string {
  return list(own.map(({ prefix }) => prefix));
}

function isSession(
  { router, session }: LastPathFacts,
  key: SessionKey,
): boolean {
  return router === key.router && session === key.session;
}

function isolated(facts: LastPathFacts) {
  return facts.families
    .filter(({ paths, others }) => paths > 0 && others === 0)
    .map(loss =>
      deny(
        'isolated',
        `All ${loss.paths} external ${titles[loss.family]} paths ${ofOther(
          facts,
          loss,
        )}come over ${nameOf(facts)}: there would be no way out.${unheard(
          facts,
          loss,
        )}`,
      ),
    );
}

/** A few paths of a neighbor that has parts of a table are no way out. */
function reachability(facts: LastPathFacts) {
  const { maxLostShare } = facts;
  return facts.families
    .filter(
      ({ others, lost, reached }) =>
        others > 0 && lost > maxLostShare * reached,
    )
    .map(loss =>
      deny(
        'reachability',
        `${loss.lost} of the ${loss.reached} ${
          titles[loss.family]
        } prefixes that ${loss.router} reaches come over ${nameOf(
          facts,
        )} alone, more than ${
          Math.round(maxLostShare * 1000) / 10
        } % (orion.bgp.maxLostShare).${unheard(facts, loss)}`,
      ),
    );
}

/** Else people wonder why what they see on the other router does not count. */
function unheard(
  { router, unheard: ids }: LastPathFacts,
  loss: EndLoss,
): string {
  return ids.length === 0 || loss.router !== router
    ? ''
    : ` Paths of ${ids.join(
        ', ',
      )} do not count: ${router} takes no routes from there over any other established internal session.`;
}

function defaultRoute(facts: LastPathFacts) {
  return facts.families
    .filter(({ defaultLost }) => defaultLost)
    .map(loss =>
      deny(
        'default-route',
        `The default route ${
          loss.family === 'ipv4' ? '0.0.0.0/0' : '::/0'
        } ${ofOther(facts, loss)}comes over ${nameOf(facts)} alone.`,
      ),
    );
}

function protectedPlaces(facts: LastPathFacts) {
  const over = facts.ways
    .filter(({ overSession }) => overSession)
    .map(
      ({ address, prefix, place, from, router }) =>
        `The way ${ofOther(facts, { router })}to ${placeText(
          place,
          address,
          from,
        )} goes by ${prefix} over ${nameOf(facts)}.`,
    );
  const unknown = facts.unknownPlaces.map(({ sentence }) => sentence);
  return [...over, ...unknown].map(sentence =>
    deny('protected-place', sentence),
  );
}

/** Whose loss it is, where the session ends on another router as well. */
function ofOther(facts: LastPathFacts, { router }: { router: string }): string {
  return router === facts.router ? '' : `of ${router} `;
}

/** "router gw1 (192.0.2.7, from NetBox, read at ...)". */
export function placeText(place: string, at: string, from?: string): string {
  return `${place} (${at}${from ? `, from ${from}` : ''})`;
}

function list(names: string[]): string {
  return nameFirst(names, NAMED);
}

function nameOf({
  router,
  session,
}: Pick<LastPathFacts, 'router' | 'session'>) {
  return `session ${session} on ${router}`;
}

function deny(rule: LastPathRule, sentence: string): LastPathDenial {
  return { rule, sentence };
}
