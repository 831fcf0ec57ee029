import { Freshness } from '@orion/backstage-plugin-orion-common';

/**
 * How a live session and its record in NetBox fit together. `agrees` includes
 * one that is meant to be down and is. `offline-but-up` is also a record with the
 * status failed.
 *
 * @public
 */
export type IntentFinding =
  | 'agrees'
  | 'planned-but-up'
  | 'active-but-down'
  | 'offline-but-up'
  | 'unknown-to-netbox'
  | 'differs';

/** A session as NetBox's plugin netbox-bgp records it. @public */
export interface IntentRecord {
  id: number;
  name?: string;
  description?: string;
  /** `active`, `planned`, `offline` or `failed`; an installation may have others. */
  status: string;
  /** Name of the virtual machine or device it belongs to. */
  machine?: string;
  /** The configured router that is; absent when none is. */
  router?: string;
  /** Canonical, without a mask. */
  localAddress: string;
  remoteAddress: string;
  localAs: number;
  remoteAs: number;
  peerGroup?: string;
  importPolicies: string[];
  exportPolicies: string[];
  /** Its page in NetBox. */
  url: string;
  /** ISO UTC of the last change in NetBox. */
  updatedAt?: string;
}

/** Where record and router do not say the same. @public */
export interface IntentDifference {
  field: 'localAddress' | 'localAs' | 'remoteAs';
  live: string;
  recorded: string;
}

/** What NetBox has of a live session. @public */
export interface SessionIntent {
  finding: IntentFinding;
  /** Absent for `unknown-to-netbox`. */
  record?: IntentRecord;
  /** Also where the finding says something worse. */
  differences: IntentDifference[];
}

/** How reading NetBox goes. @public */
export interface IntentState {
  /** Of NetBox; what it said last stays when it is silent. */
  freshness: Freshness;
  /** Whole sentences about what is missing and why, such as the plugin. */
  notes: string[];
}

/** NetBox's side of a list of sessions. @public */
export interface IntentOverview extends IntentState {
  /** Records whose session no configured router has, those of configured routers first. */
  onlyInNetbox: IntentRecord[];
  /** How many there are; the list ends at 200. */
  onlyInNetboxTotal: number;
}

/** An aggregate of NetBox. @public */
export interface NetboxAggregate {
  id: number;
  prefix: string;
  rir?: string;
  tenant?: string;
  description?: string;
  url: string;
}

/** A prefix of NetBox. @public */
export interface NetboxPrefix {
  id: number;
  prefix: string;
  /** `container`, `active`, `reserved`, `deprecated` or what an installation added. */
  status: string;
  role?: string;
  tenant?: string;
  /** Absent in the global table. */
  vrf?: string;
  /** Site, location or region it belongs to. */
  scope?: string;
  description?: string;
  url: string;
  /** ISO UTC of the last change in NetBox. */
  updatedAt?: string;
}

/** What NetBox has of a prefix. @public */
export interface PrefixRecords {
  /** Absent when no NetBox is configured. */
  netbox?: IntentState;
  /** The aggregate it is or lies in, unless its RIR is private. */
  aggregate?: NetboxAggregate;
  /** With exactly this prefix: one per VRF. */
  exact: NetboxPrefix[];
  /** The smallest prefix around it. */
  covering?: NetboxPrefix;
}

/** An address at which NetBox says people reach a machine. @public */
export interface ManagementAddress {
  /** Canonical, without a mask. */
  address: string;
  /** `out-of-band` is that of a device's controller. */
  use: 'primary' | 'out-of-band';
}

/** What NetBox has of the machine that a router is. @public */
export interface ManagementRecord {
  /** Its name there: `netboxName` of the router. */
  machine: string;
  /**
   * `never-read`: nobody knows; `no-machine`: NetBox has none of that name. A
   * machine that is found may have no address.
   */
  finding: 'no-netbox' | 'never-read' | 'no-machine' | 'found';
  /** As NetBox had them last; of several machines of that name all. */
  addresses: ManagementAddress[];
  /** Of NetBox; absent for `no-netbox`. */
  freshness?: Freshness;
}

/** Something that happened to a prefix on a router. @public */
export type RouteEvent =
  | 'appeared'
  | 'gone'
  | 'exported'
  | 'not-exported'
  | 'origin-changed'
  | 'rpki-changed';

/** A change of a route as ORION saw it. @public */
export interface RouteTransition {
  id: string;
  /** ISO UTC, by the database's clock. */
  observedAt: string;
  router: string;
  prefix: string;
  event: RouteEvent;
  /** The session of `exported` and `not-exported`. */
  session?: string;
  /** Origin AS or verdict before and after. */
  from?: string;
  to?: string;
}

/** @public */
export interface RouteHistoryPage {
  items: RouteTransition[];
  nextCursor?: string;
  /**
   * Only what the AS announces, what `orion.bgp.historyPrefixes` names, and what
   * lies in them is watched.
   */
  watched: boolean;
  /** ISO UTC: how far back ORION has watched; absent before the first look. */
  watchedSince?: string;
  /** Why there is no history. */
  note?: string;
}

/** Size of one family of a router's table over time. @public */
export interface GrowthSeries {
  family: 'ipv4-unicast' | 'ipv6-unicast';
  counter: 'paths' | 'prefixes';
  /** Unix seconds. */
  times: number[];
  /** `null` where nothing was read. */
  values: (number | null)[];
}

/** @public */
export interface TableGrowth {
  /** Seconds between two samples of this answer. */
  stepSeconds: number;
  series: GrowthSeries[];
}
