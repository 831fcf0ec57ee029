import { isDeepStrictEqual } from 'node:util';
import {
  RouterParts,
  SessionReading,
} from '@orion/backstage-plugin-orion-bgp-common';
import { Knex } from 'knex';
import { RouterReading } from '../../routes/RouteSource';
import { capReading, capTexts } from '../../services/capReading';
import { detectLimitHit } from '../../services/detectLimitHit';
import {
  detectTransition,
  steadySince,
  Transition,
} from '../../services/detectTransition';
import { daemonsOf } from '../../services/gates/daemonsOf';
import { steadyIdentity } from '../../services/steadyIdentity';
import { steadyMessage } from '../../services/steadyMessage';
import { RouterRow, SessionRow } from '../tables';

/**
 * Stores what a router said in the transaction of its lease, with a transition
 * for every session that left or reached Established.
 *
 * @returns whether people see a difference. Counters alone are none: they move
 * with every look, and pages ask for them at their own pace.
 */
export async function writeReading(
  trx: Knex.Transaction,
  router: string,
  told: RouterReading,
): Promise<boolean> {
  const known = await trx<RouterRow>('routers')
    .where({ id: router })
    .first('identity', 'parts', 'notes');
  const identity = steadyIdentity(known?.identity, told.identity);
  const reading = { ...told, identity };
  const rows = await trx<SessionRow>('sessions').where({ router });
  const before = new Map(rows.map(row => [row.name, row]));
  let differs = await writeRouter(trx, router, known, reading);
  for (const session of reading.sessions.map(capReading)) {
    const row = before.get(session.name);
    await noteLimitHit(trx, { id: router, ...reading }, row, session);
    const changed = await writeSession(trx, router, row, session);
    differs = changed || differs;
    before.delete(session.name);
  }
  return (await markGone(trx, router, [...before.values()])) || differs;
}

async function writeRouter(
  trx: Knex.Transaction,
  id: string,
  known: Pick<RouterRow, 'identity' | 'parts' | 'notes'> | undefined,
  reading: Pick<RouterReading, 'identity' | 'parts' | 'notes'>,
): Promise<boolean> {
  const { identity, parts } = reading;
  const notes = capTexts(reading.notes);
  const same =
    isDeepStrictEqual(known?.identity, plain(identity)) &&
    isDeepStrictEqual(known?.notes, notes);
  if (same && isDeepStrictEqual(known?.parts, plain(parts))) {
    return false;
  }
  await trx('routers')
    .insert({
      id,
      identity: JSON.stringify(identity),
      parts: JSON.stringify(parts),
      notes: JSON.stringify(notes),
    })
    .onConflict('id')
    .merge(['identity', 'parts', 'notes']);
  const shown = known?.parts ? withoutCounts(known.parts) : undefined;
  return !same || !isDeepStrictEqual(shown, withoutCounts(plain(parts)));
}

/** Numbers move with every look. */
function withoutCounts({ fibWriters, rpkiCaches, ...rest }: RouterParts) {
  return {
    ...rest,
    fibWriters: fibWriters.map(({ routes, ...writer }) => writer),
    rpkiCaches: rpkiCaches.map(({ vrps, ...cache }) => cache),
  };
}

async function writeSession(
  trx: Knex.Transaction,
  router: string,
  row: SessionRow | undefined,
  raw: SessionReading,
): Promise<boolean> {
  // One that comes back after it was gone begins anew.
  const known = row?.gone_at ? undefined : row?.reading;
  const session = steadyMessage(known, steadySince(known, raw));
  const transition = detectTransition(known, session);
  if (transition) {
    await insertTransition(trx, router, session, transition);
  }
  const stored = plain(session);
  if (isDeepStrictEqual(known, stored)) {
    return false;
  }
  await trx('sessions')
    .insert({
      router,
      name: session.name,
      reading: JSON.stringify(session),
      state: session.state,
      admin_state: session.adminState,
      since: session.since ?? null,
      gone_at: null,
      ...seenLocal(trx, known, session),
    })
    .onConflict(['router', 'name'])
    .merge();
  return !isDeepStrictEqual(
    known && withoutCounters(known),
    withoutCounters(stored),
  );
}

/**
 * A daemon may forget its own address with the connection: what is kept is what
 * was seen, and not what may have become of the session since.
 */
function seenLocal(
  trx: Knex.Transaction,
  known: SessionReading | undefined,
  { localAddress, neighborAddress, state }: SessionReading,
): object {
  if (state === 'established' && localAddress) {
    return {
      seen_local: localAddress,
      seen_local_at: trx.raw('clock_timestamp()'),
    };
  }
  // Of another neighbor, or another session of that name, it says nothing.
  return known?.neighborAddress === neighborAddress
    ? {}
    : { seen_local: null, seen_local_at: null };
}

/** Kept with who did it: with another daemon or limit it proves nothing. */
async function noteLimitHit(
  trx: Knex.Transaction,
  router: { id: string } & Pick<RouterReading, 'identity'>,
  row: SessionRow | undefined,
  session: SessionReading,
): Promise<void> {
  const hit = detectLimitHit(row?.gone_at ? undefined : row?.reading, session);
  if (hit) {
    await trx('limit_trials').insert({
      router: router.id,
      session: session.name,
      daemon: daemonsOf(router),
      families: JSON.stringify(hit.families),
      reaction: hit.reaction,
    });
  }
}

async function insertTransition(
  trx: Knex.Transaction,
  router: string,
  session: SessionReading,
  { from, flap, received }: Transition,
): Promise<void> {
  await trx('session_transitions').insert({
    router,
    session: session.name,
    since: session.since ?? null,
    from_state: from ?? null,
    to_state: session.state,
    admin_state: session.adminState,
    disabled_by: session.disabledBy ?? null,
    last_error: session.lastError ?? null,
    shutdown_message: session.shutdownMessage ?? null,
    flap,
    received: received ? JSON.stringify(received) : null,
  });
}

async function markGone(
  trx: Knex.Transaction,
  router: string,
  missing: SessionRow[],
): Promise<boolean> {
  const names = missing.filter(row => !row.gone_at).map(({ name }) => name);
  if (names.length === 0) {
    return false;
  }
  await trx('sessions')
    .where({ router })
    .whereIn('name', names)
    .update({ gone_at: trx.raw('clock_timestamp()') });
  await trx('session_transitions').insert(
    missing
      .filter(({ name }) => names.includes(name))
      .map(({ name, reading: { adminState, disabledBy, state } }) => ({
        ...{ router, session: name, gone: true },
        ...{ from_state: state, to_state: state, admin_state: adminState },
        disabled_by: disabledBy ?? null,
      })),
  );
  return true;
}

function withoutCounters(session: SessionReading): object {
  return {
    ...session,
    families: session.families.map(
      ({ counters, changes, importLimit, exportLimit, ...family }) => ({
        ...family,
        importLimit: importLimit?.limit,
        exportLimit: exportLimit?.limit,
      }),
    ),
  };
}

/** As it comes back from the database: without what is undefined. */
function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
