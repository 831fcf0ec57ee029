import { RpkiVerdict } from '@orion/backstage-plugin-orion-bgp-common';
import { Freshness } from '@orion/backstage-plugin-orion-common';
import { PrefixPaths } from '../../clients/gobgp/ownPath';
import { RouterFact } from '../lastPath/LastPathFacts';
import { ExportVerdict } from '../../clients/gobgp/policy/judgeExport';

/** An established session of the router, as far as the prefix is concerned. */
export interface NeighborSight {
  /** The neighbor's address. */
  name: string;
  neighborAs: number;
  external: boolean;
  /** The prefix goes out to it now. */
  has: boolean;
  /** What the export policy would do with an announcement of the router's own. */
  policy: Pick<ExportVerdict, 'action' | 'why'>;
}

/** Who says that the aggregate is ours. */
export type Ownership =
  | { from: 'configuration' }
  | ({ from: 'netbox' } & Freshness);

/** Everything an action on a prefix is planned and judged by. */
export interface PrefixSight {
  router: string;
  asn: number;
  prefix: string;
  /** The own prefix it is, or lies in. */
  aggregate: string;
  ownership: Ownership;
  /** Of the oldest reading in here. */
  ageMs: number;
  paths: PrefixPaths;
  neighbors: NeighborSight[];
  /**
   * Ways by which others reach the addresses without this announcement, as people
   * read them: external sessions over which other routers announce the prefix as
   * their own, not as one they learned, and for a part of an aggregate any over
   * which more of it is announced.
   */
  elsewhere: string[];
  /** Every configured router of the same autonomous system. */
  routers: Pick<RouterFact, 'id' | 'problem'>[];
  /** Whether the announcement is valid. */
  rpki: RpkiVerdict;
  /** Sources of ROAs are configured, so their verdict is to be had. */
  validates: boolean;
  /** The requester says so. */
  acceptIsolation: boolean;
  /** How people reach the router without BGP, from the configuration. */
  outOfBand?: string;
}
