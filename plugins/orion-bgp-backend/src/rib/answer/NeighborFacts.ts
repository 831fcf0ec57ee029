import { NeighborRelation } from '@orion/backstage-plugin-orion-bgp-common';

/** What is known of the far end of a session. */
export interface NeighborFact {
  asn: number;
  /** Of our own AS. */
  internal: boolean;
  /** Undefined when nobody said. */
  relation?: NeighborRelation;
}

/** By router and session; plain data, as it goes to the worker. */
export interface NeighborFacts {
  [router: string]: { [session: string]: NeighborFact };
}
