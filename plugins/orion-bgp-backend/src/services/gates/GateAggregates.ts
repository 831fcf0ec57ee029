import { OwnAggregates } from '@orion/backstage-plugin-orion-bgp-common';
import { AggregateSource } from '../intent/AggregateSource';
import { AggregateRecords } from '../intent/ConfiguredAggregates';

/**
 * What the gates hold exports against: NetBox's aggregates wherever a NetBox is
 * configured, whatever the configuration names beside it; else what that names.
 */
export class GateAggregates implements AggregateSource {
  readonly #configured: string[] | undefined;
  readonly #netbox: AggregateRecords | undefined;

  constructor(deps: {
    /** `orion.bgp.aggregates`, in canonical form. */
    configured: string[] | undefined;
    /** Undefined when no NetBox is configured. */
    netbox: AggregateRecords | undefined;
  }) {
    this.#configured = deps.configured;
    this.#netbox = deps.netbox;
  }

  async find(): Promise<OwnAggregates> {
    if (!this.#netbox) {
      return this.#configured?.length
        ? { prefixes: this.#configured, from: 'configuration' }
        : {
            note: 'What the AS announces is not said: connect NetBox, or name it under orion.bgp.aggregates.',
          };
    }
    const found = await this.#netbox.findAggregates();
    if (!found) {
      return { from: 'netbox', note: 'NetBox was never read.' };
    }
    return found.prefixes.length > 0
      ? { ...found, from: 'netbox' }
      : {
          from: 'netbox',
          freshness: found.freshness,
          note: 'NetBox has no aggregate of a public RIR.',
        };
  }
}
