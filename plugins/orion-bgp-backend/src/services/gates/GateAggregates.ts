import { OwnAggregates } from '@orion/backstage-plugin-orion-bgp-common';
import { AggregateSource } from '../intent/AggregateSource';
import { AggregateRecords } from '../intent/ConfiguredAggregates';

/**
 * What the gates hold exports against: NetBox's aggregates. Where there is no
 * NetBox those of the configuration count only if it says so: a list that stands
 * beside the filters it is to judge proves little. Where both name some they must
 * be the same.
 */
export class GateAggregates implements AggregateSource {
  readonly #configured: string[] | undefined;
  readonly #netbox: AggregateRecords | undefined;
  readonly #withoutNetbox: boolean;

  constructor(deps: {
    /** `orion.bgp.aggregates`, in canonical form. */
    configured: string[] | undefined;
    /** Undefined when no NetBox is configured. */
    netbox: AggregateRecords | undefined;
    /** `orion.bgp.migration.withoutNetbox`. */
    withoutNetbox: boolean;
  }) {
    this.#configured = deps.configured;
    this.#netbox = deps.netbox;
    this.#withoutNetbox = deps.withoutNetbox;
  }

  async find(): Promise<OwnAggregates> {
    if (!this.#netbox) {
      return this.#fromConfiguration();
    }
    const found = await this.#netbox.findAggregates();
    if (!found) {
      return { from: 'netbox', note: 'NetBox was never read.' };
    }
    if (found.prefixes.length === 0) {
      return {
        from: 'netbox',
        freshness: found.freshness,
        note: 'NetBox has no aggregate of a public RIR.',
      };
    }
    const apart = this.#apart(found.prefixes);
    return { ...found, from: 'netbox', ...(apart && { note: apart }) };
  }

  #fromConfiguration(): OwnAggregates {
    const prefixes = this.#configured;
    if (!prefixes?.length) {
      return {
        note: 'What the AS announces is not said: connect NetBox, or name it under orion.bgp.aggregates.',
      };
    }
    return this.#withoutNetbox
      ? { prefixes, from: 'configuration' }
      : {
          from: 'configuration',
          note: 'NetBox is to say what the AS announces, and none is connected. Set orion.bgp.migration.withoutNetbox to go by orion.bgp.aggregates.',
        };
  }

  /** Undefined where both say the same, or only one says something. */
  #apart(recorded: string[]): string | undefined {
    const configured = this.#configured;
    if (!configured?.length) {
      return undefined;
    }
    const only = (these: string[], others: string[]) =>
      these.filter(prefix => !others.includes(prefix)).join(', ');
    const [here, there] = [
      only(configured, recorded),
      only(recorded, configured),
    ];
    const parts = [
      here && `only orion.bgp.aggregates has ${here}`,
      there && `only NetBox has ${there}`,
    ].filter(Boolean);
    return parts.length > 0
      ? `NetBox and orion.bgp.aggregates differ: ${parts.join(', ')}.`
      : undefined;
  }
}
