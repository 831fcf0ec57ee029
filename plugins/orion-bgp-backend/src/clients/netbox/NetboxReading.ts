import {
  IntentRecord,
  ManagementAddress,
  NetboxAggregate,
  NetboxPrefix,
} from '@orion/backstage-plugin-orion-bgp-common';

/** A device or virtual machine that is a router. */
export interface NetboxMachine {
  name: string;
  /** At which people reach it; none where nobody wrote one down. */
  addresses: ManagementAddress[];
}

/** What NetBox has under some names. */
export interface NetboxMachines {
  /** Of the others nothing is known. */
  asked: string[];
  found: NetboxMachine[];
}

/** What one look at NetBox brought. */
export interface NetboxReading {
  /**
   * Undefined when they could not be read: what was known of them stays.
   * `absent` without the plugin netbox-bgp.
   */
  sessions?: IntentRecord[] | 'absent';
  /** Undefined when they could not be read: what was known of them stays. */
  machines?: NetboxMachines;
  /** Without those of private RIRs. */
  aggregates: NetboxAggregate[];
  /** Inside the aggregates. */
  prefixes: NetboxPrefix[];
  /** Whole sentences about what NetBox does not have or was cut; they are no errors. */
  notes: string[];
  /** Whole sentences about what failed. */
  problems: string[];
}
