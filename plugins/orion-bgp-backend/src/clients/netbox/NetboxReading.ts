import {
  IntentRecord,
  NetboxAggregate,
  NetboxPrefix,
} from '@orion/backstage-plugin-orion-bgp-common';

/** What one look at NetBox brought. */
export interface NetboxReading {
  /**
   * Undefined when they could not be read: what was known of them stays.
   * `absent` without the plugin netbox-bgp.
   */
  sessions?: IntentRecord[] | 'absent';
  /** Without those of private RIRs. */
  aggregates: NetboxAggregate[];
  /** Inside the aggregates. */
  prefixes: NetboxPrefix[];
  /** Whole sentences about what NetBox does not have or was cut; they are no errors. */
  notes: string[];
  /** Whole sentences about what failed. */
  problems: string[];
}
