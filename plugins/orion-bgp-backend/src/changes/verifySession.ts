import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import {
  ChangeContext,
  ProbeResult,
} from '@orion/backstage-plugin-orion-changes-node';
import { relationOf } from '../services/neighborRelations';
import { PastCount } from './comeback/countsBefore';
import { findLacking } from './comeback/judgeBack';
import { SessionInput } from './input';
import { judgeStays, readStays, StaySight } from './lastPath/readStays';
import { Planned } from './recheckSession';
import { besideCustomers, isCertainLeak, judgeLeaks } from './judgeLeaks';
import {
  ForeignExports,
  isBelow,
  NO_FOREIGN,
  readAnnounced,
} from './readExportsApart';
import { isDone, SessionAction } from './SessionAction';
import {
  findRouter,
  findSession,
  SessionDeps,
  withSource,
} from './SessionTools';
import { takeBackNow } from './takeBackNow';
import { probe, verifyTwice } from './verifyTwice';

interface Sight {
  session: SessionReading;
  exports: string[];
  foreign: ForeignExports;
  /** How much of other networks may have gone out before; undefined where it is not known. */
  before?: number;
  /** That is of when the session was up: customers may have grown since. */
  longAgo: boolean;
  /** Of a disable. */
  stays: StaySight;
}

/**
 * Reads the session twice, see {@link verifyTwice}. An enable holds when what the
 * plan says is to come back is back; what lacks is kept, to be named when it is
 * taken back for it. A disable holds where own prefixes still go out elsewhere, as
 * the plan says.
 */
export async function verifySession(
  deps: SessionDeps,
  ctx: ChangeContext<any>,
  action: SessionAction,
): Promise<ProbeResult[]> {
  const planned = plannedExports(ctx, action);
  const back = plannedBack(ctx);
  const probes = await verifyTwice(ctx, {
    look: () => look(deps, ctx),
    judge: sight => judge(action, ctx.change.input, sight, { planned, back }),
    digest,
  });
  return takeBackNow(ctx, probes);
}

function judge(
  action: SessionAction,
  input: SessionInput,
  sight: Sight,
  { planned, back }: { planned: string[]; back: PastCount[] },
): ProbeResult[] {
  const { router, session: name } = input;
  const { session, exports } = sight;
  const title = `Session ${name} on ${router}`;
  if (action.verb !== 'soft-reset' && !isDone(action, session)) {
    const message = `${title} is ${
      session.adminState === 'down' ? 'disabled' : 'not disabled'
    }.`;
    return [probe('admin-state', 'fail', message)];
  }
  if (action.verb === 'disable') {
    return judgeDown(title, sight);
  }
  const missing = planned.filter(prefix => !exports.includes(prefix));
  const up = session.state === 'established';
  return [
    probe(
      'state',
      up ? 'pass' : 'unknown',
      up ? `${title} is established.` : `${title} is ${session.stateText}.`,
    ),
    judgeRoutes(title, session, back),
    // Inside the network everything goes everywhere.
    ...(session.type === 'external' ? [judgeForeign(title, sight)] : []),
    probe(
      'exports',
      missing.length === 0 ? 'pass' : 'unknown',
      missing.length === 0
        ? `${exports.length} own prefixes go out.`
        : `${missing.slice(0, 5).join(', ')} did not go out again yet.`,
    ),
  ];
}

function judgeRoutes(
  title: string,
  session: SessionReading,
  back: PastCount[],
): ProbeResult {
  if (!session.families.some(family => family.up)) {
    return probe('routes', 'unknown', `${title} exchanges no routes yet.`);
  }
  const lacking = findLacking(back, session);
  return lacking.length > 0
    ? probe(
        'routes',
        'unknown',
        `Not everything that ${title} had is back: ${lacking.join('; ')}.`,
      )
    : probe(
        'routes',
        'pass',
        back.length > 0 ? 'What it had is back.' : 'Routes are exchanged.',
      );
}

function judgeForeign(
  title: string,
  { before, foreign, longAgo }: Sight,
): ProbeResult {
  const judged = judgeLeaks(
    title,
    before,
    longAgo ? besideCustomers(foreign) : foreign,
  );
  const isCounted = before !== undefined && foreign.endedBy !== 'own';
  return longAgo && isCounted && judged.verdict === 'fail'
    ? {
        ...judged,
        message: `${judged.message} What customers send does not count: orion.bgp.relations says who is one.`,
      }
    : judged;
}

function judgeDown(
  title: string,
  { session, exports, stays }: Sight,
): ProbeResult[] {
  const gone = session.state !== 'established';
  const withdrawn = session.families.every(
    ({ up, counters }) => !up && !counters.received?.value,
  );
  return [
    probe(
      'state',
      gone ? 'pass' : 'unknown',
      gone ? `${title} is disabled.` : `${title} is still established.`,
    ),
    probe(
      'routes',
      withdrawn ? 'pass' : 'unknown',
      withdrawn ? 'Its routes are gone.' : 'Its routes are still there.',
    ),
    probe(
      'exports',
      exports.length === 0 ? 'pass' : 'unknown',
      exports.length === 0
        ? 'Nothing goes out over it.'
        : `${exports.length} prefixes still go out over it.`,
    ),
    judgeStays(stays),
  ];
}

async function look(
  deps: SessionDeps,
  ctx: ChangeContext<any>,
): Promise<Sight> {
  const input: SessionInput = ctx.change.input;
  const router = findRouter(deps, input);
  const longAgo = isOfLongAgo(ctx);
  const { stays = [] } = ctx.facts.planned as unknown as Planned;
  const found = await withSource(
    router,
    ctx.signal,
    async (source, signal, forList) => {
      const reading = await source.readRouter({ signal });
      const session = findSession(reading, input);
      const before = foreignBefore(deps, ctx, session);
      const { own: exports, foreign = NO_FOREIGN } = await readAnnounced(
        deps.config,
        source,
        reading,
        session,
        forList(),
        // Inside the network nothing is one.
        session.type === 'external'
          ? seen =>
              isCertainLeak(before, longAgo ? besideCustomers(seen) : seen)
          : undefined,
      );
      return { session, exports, foreign, before, longAgo };
    },
  );
  // After it: what is gone there, the others are to have all the same.
  return {
    ...found,
    stays: await readStays(deps, input, stays, ctx.signal),
  };
}

/** Of a reset: what goes out before goes out after. Of an enable: what is to again. */
function plannedExports(
  { facts }: ChangeContext<any>,
  { verb }: SessionAction,
): string[] {
  const { exports, backExports = [] } = facts.planned as unknown as Planned;
  return verb === 'soft-reset' ? exports : backExports;
}

/**
 * As the plan saw it; of an enable no more than all that went out while it was up,
 * where that is known of each family. To a customer anything may go out by now.
 */
function foreignBefore(
  { config }: Pick<SessionDeps, 'config'>,
  { facts }: Pick<ChangeContext<any>, 'facts'>,
  session: SessionReading,
): number | undefined {
  const { back = [], foreign } = facts.planned as unknown as Planned;
  if (foreign !== undefined || isBelow(relationOf(session, config.relations))) {
    return foreign;
  }
  const sent = session.families
    .filter(({ up }) => up)
    .map(({ family, counters }) =>
      back.find(
        one =>
          one.family === family &&
          one.counter === 'exported' &&
          one.definition === counters.exported?.definition,
      ),
    );
  return sent.length > 0 && sent.every(one => one !== undefined)
    ? sent.reduce((sum, one) => sum + one!.value, 0)
    : undefined;
}

/** Of an enable nothing goes out at the plan. */
function isOfLongAgo({ facts }: Pick<ChangeContext<any>, 'facts'>): boolean {
  return (facts.planned as unknown as Planned).foreign === undefined;
}

/** Of an enable: what it had, unless the requester accepts less. */
function plannedBack({ change, facts }: ChangeContext<any>): PastCount[] {
  const { acceptFewer }: SessionInput = change.input;
  const { back = [] } = facts.planned as unknown as Planned;
  return acceptFewer ? [] : back;
}

function digest({ session, exports, stays }: Sight): string {
  return JSON.stringify([
    session.state,
    session.adminState,
    session.families.map(({ family, up }) => [family, up]),
    exports,
    stays.missing,
  ]);
}
