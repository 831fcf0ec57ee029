import {
  IntentDifference,
  IntentFinding,
  IntentRecord,
  SessionIntent,
  SessionReading,
} from '@orion/backstage-plugin-orion-bgp-common';
import { formatAddress, parseAddress } from '../../routes/addresses';

/** A session a router has. */
export interface LiveSession {
  router: string;
  session: SessionReading;
}

/** A router and the name of the machine NetBox has it under. */
export interface RouterName {
  id: string;
  netboxName: string;
}

export interface IntentVerdicts {
  /** By {@link intentKey}; one for every live session. */
  sessions: Map<string, SessionIntent>;
  /** Records without a live session; those of configured routers first. */
  onlyInNetbox: IntentRecord[];
}

/** Names a session among all routers. */
export function intentKey(router: string, session: string): string {
  return JSON.stringify([router, session]);
}

/**
 * Sets every live session beside its record. A record belongs to the router its
 * machine is, and to the session there with the same remote address; where that
 * is more than one, to the one that agrees best. Where a machine has several
 * daemons, one holds the session and the others may have it switched off, which is
 * as it is meant. A record without a machine belongs to the only session anywhere
 * between its two addresses.
 */
export function judgeIntent(
  live: LiveSession[],
  records: IntentRecord[],
  routers: RouterName[],
): IntentVerdicts {
  const routersOf = new Map<string | undefined, string[]>();
  for (const { netboxName, id } of routers) {
    routersOf.set(netboxName, [...(routersOf.get(netboxName) ?? []), id]);
  }
  const known = records.map(record => ({
    ...record,
    router: routersOf.get(record.machine)?.[0],
  }));
  const { recordOf, twinOf } = pair(live, known, routersOf);
  const taken = new Set(recordOf.values());
  const left = known.filter(record => !taken.has(record));
  return {
    sessions: new Map(
      live.map(one => [
        intentKey(one.router, one.session.name),
        judge(one, recordOf.get(one), twinOf.get(one)),
      ]),
    ),
    onlyInNetbox: [
      ...left.filter(({ router }) => router !== undefined),
      ...left.filter(({ router }) => router === undefined),
    ],
  };
}

function pair(
  live: LiveSession[],
  records: IntentRecord[],
  routersOf: Map<string | undefined, string[]>,
) {
  const byRemote = new Map<string, LiveSession[]>();
  for (const one of live) {
    const remote = canonical(one.session.neighborAddress);
    byRemote.set(remote, [...(byRemote.get(remote) ?? []), one]);
  }
  const candidates = records.flatMap(record => {
    const found = (byRemote.get(record.remoteAddress) ?? []).filter(one =>
      record.machine === undefined
        ? canonical(one.session.localAddress) === record.localAddress
        : routersOf.get(record.machine)?.includes(one.router),
    );
    return record.machine === undefined && found.length > 1
      ? []
      : found.map(one => ({
          one,
          record,
          // One that says where it belongs goes before one that does not.
          doubt:
            differencesOf(one.session, record).length +
            // One that is switched off is held by another daemon, if at all.
            (one.session.adminState === 'down' ? 5 : 0) +
            (record.machine === undefined ? 10 : 0),
        }));
  });
  candidates.sort((a, b) => a.doubt - b.doubt || a.record.id - b.record.id);
  const recordOf = new Map<LiveSession, IntentRecord>();
  const twinOf = new Map<LiveSession, IntentRecord>();
  const routerOf = new Map<IntentRecord, string>();
  for (const { one, record } of candidates) {
    const taken = routerOf.get(record);
    if (!recordOf.has(one) && taken === undefined) {
      recordOf.set(one, record);
      routerOf.set(record, one.router);
    } else if (one.session.adminState === 'down' && taken !== one.router) {
      twinOf.set(one, record);
    }
  }
  return { recordOf, twinOf };
}

function judge(
  { router, session }: LiveSession,
  record: IntentRecord | undefined,
  twin: IntentRecord | undefined,
): SessionIntent {
  if (!record) {
    return twin
      ? { finding: 'agrees', record: { ...twin, router }, differences: [] }
      : { finding: 'unknown-to-netbox', differences: [] };
  }
  const differences = differencesOf(session, record);
  const up = session.state === 'established';
  const finding: IntentFinding =
    stateFinding(record.status, up) ??
    (differences.length > 0 ? 'differs' : 'agrees');
  return { finding, record: { ...record, router }, differences };
}

/** Undefined where the state is as it is meant, or where nobody said. */
function stateFinding(status: string, up: boolean): IntentFinding | undefined {
  switch (status) {
    case 'active':
      return up ? undefined : 'active-but-down';
    case 'planned':
      return up ? 'planned-but-up' : undefined;
    case 'offline':
    case 'failed':
      return up ? 'offline-but-up' : undefined;
    default:
      return undefined;
  }
}

/** A daemon that does not say something, as of a session that is down, differs in nothing. */
function differencesOf(
  session: SessionReading,
  record: IntentRecord,
): IntentDifference[] {
  const local = canonical(session.localAddress);
  const all: [IntentDifference['field'], string, string][] = [
    ['localAddress', isUnspecified(local) ? '' : local, record.localAddress],
    ['localAs', String(session.localAs ?? ''), String(record.localAs)],
    ['remoteAs', String(session.neighborAs || ''), String(record.remoteAs)],
  ];
  return all
    .filter(([, live, recorded]) => live !== '' && live !== recorded)
    .map(([field, live, recorded]) => ({ field, live, recorded }));
}

function isUnspecified(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}

/** Without a zone: `fe80::1%eth0` is `fe80::1`. Empty for none. */
function canonical(address: string | undefined): string {
  const [host] = (address ?? '').split('%');
  const bytes = parseAddress(host);
  return bytes ? formatAddress(bytes) : host;
}
