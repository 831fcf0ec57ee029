import { AddressWay, FamilyLoss } from '../../rib/impact/ImpactRequest';

/** How far what is known of a router can be relied on. */
export interface RouterFact {
  id: string;
  /** Why its sessions are not known, or not all of them. */
  problem?: string;
  /** Why its route table is not the one it has now. */
  tableProblem?: string;
  /** It may be the present one in a moment. */
  catchesUp?: boolean;
}

/** A prefix of this network that goes out over the session. */
export interface OwnExport {
  prefix: string;
  /** Other established external sessions it goes out over, as people read them. */
  elsewhere: string[];
}

/** Everything the protection of the last path decides by. */
export interface LastPathFacts {
  router: string;
  session: string;
  /** Of the oldest reading in here. */
  ageMs: number;
  /** Every configured one of the same autonomous system. */
  routers: RouterFact[];
  families: FamilyLoss[];
  ownExports: OwnExport[];
  /** Ways to the protected addresses. */
  ways: AddressWay[];
  /** The requester says so. */
  acceptIsolation: boolean;
  /** How people reach the router without BGP, from the configuration. */
  outOfBand?: string;
}
