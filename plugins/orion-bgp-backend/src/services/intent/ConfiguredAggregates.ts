import { OwnAggregates } from '@orion/backstage-plugin-orion-bgp-common';
import { Freshness } from '@orion/backstage-plugin-orion-common';
import { AggregateSource } from './AggregateSource';
import { nameFirst } from '../../nameFirst';

/** NetBox's aggregates, and how old they are; undefined before the first look. */
export interface AggregateRecords {
  findAggregates(): Promise<
    { prefixes: string[]; freshness: Freshness } | undefined
  >;
}

const MAX_NAMED = 3;

/**
 * What the configuration says, or else NetBox. Where both say something the
 * configuration counts, because gates and filters hang on it, and a difference
 * is said.
 */
export class ConfiguredAggregates implements AggregateSource {
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
    const found = await this.#netbox?.findAggregates();
    const recorded = found?.prefixes;
    if (this.#configured) {
      return {
        prefixes: this.#configured,
        from: 'configuration',
        note: recorded && difference(this.#configured, recorded),
      };
    }
    if (found && found.prefixes.length > 0) {
      return { ...found, from: 'netbox' };
    }
    return { prefixes: undefined, note: this.#whyNone(recorded) };
  }

  #whyNone(recorded: string[] | undefined): string {
    const say = 'Name it under orion.bgp.aggregates';
    if (!this.#netbox) {
      return `What the AS announces is not said. ${say}, or connect NetBox.`;
    }
    return recorded
      ? `What the AS announces is not said: NetBox has no aggregate of a public RIR. Add it there. ${say} to do without.`
      : `What the AS announces is not known: NetBox was never read. ${say} to do without.`;
  }
}

function difference(
  configured: string[],
  recorded: string[],
): string | undefined {
  const parts = [
    named('lacks', configured, recorded),
    named('also has', recorded, configured),
  ].filter(part => part !== undefined);
  return parts.length > 0
    ? `orion.bgp.aggregates counts; NetBox ${parts.join(' and ')}.`
    : undefined;
}

function named(
  verb: string,
  these: string[],
  without: string[],
): string | undefined {
  const only = these.filter(prefix => !without.includes(prefix));
  return only.length > 0 ? `${verb} ${nameFirst(only, MAX_NAMED)}` : undefined;
}
