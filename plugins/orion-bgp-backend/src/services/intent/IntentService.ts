import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { InputError, NotFoundError } from '@backstage/errors';
import {
  IntentOverview,
  IntentState,
  ManagementRecord,
  PrefixRecords,
} from '@orion/backstage-plugin-orion-bgp-common';
import { freshnessAt } from '@orion/backstage-plugin-orion-common';
import { SourceStore } from '@orion/backstage-plugin-orion-node';
import { RouterConfig } from '../../config';
import { NetboxStore } from '../../database/NetboxStore';
import { SessionStore } from '../../database/SessionStore';
import { formatPrefix, parsePrefix } from '../../routes/addresses';
import { BgpAccess } from '../BgpAccess';
import { AggregateRecords } from './ConfiguredAggregates';
import { IntentVerdicts, judgeIntent } from './judgeIntent';
import { NETBOX_SOURCE } from './NetboxSource';

/** More than anybody reads in a panel. */
const MAX_ONLY_IN_NETBOX = 200;

export interface IntentServiceDeps {
  access: BgpAccess;
  /** Undefined when no NetBox is configured: then there is no intent. */
  intervalMs: number | undefined;
  netbox: NetboxStore;
  routers: RouterConfig[];
  sessions: SessionStore;
  sources: SourceStore;
}

/** What was meant, beside what is. Any replica answers from the rows. */
export class IntentService implements AggregateRecords {
  readonly #deps: IntentServiceDeps;

  static create(deps: IntentServiceDeps): IntentService {
    return new IntentService(deps);
  }

  private constructor(deps: IntentServiceDeps) {
    this.#deps = deps;
  }

  /** Undefined when no NetBox is configured. */
  async findState(): Promise<IntentState | undefined> {
    return (await this.#look())?.state;
  }

  /**
   * Every live session beside its record. Undefined without NetBox; without
   * verdicts where nobody knows what it has: before the first look, or when it
   * keeps no sessions.
   */
  async judge(): Promise<
    { state: IntentState; verdicts?: IntentVerdicts } | undefined
  > {
    const { netbox, routers, sessions } = this.#deps;
    const look = await this.#look();
    if (!look?.state.freshness.fetchedAt) {
      return look;
    }
    const [records, rows] = await Promise.all([
      netbox.findSessions(),
      sessions.listSessions(routers.map(({ id }) => id)),
    ]);
    if (!records) {
      return look;
    }
    const live = rows
      .filter(({ gone_at }) => gone_at === null)
      .map(({ router, reading }) => ({ router, session: reading }));
    return { ...look, verdicts: judgeIntent(live, records, routers) };
  }

  /** The records that belong to no session of these routers, or to no router at all. */
  overviewOf(
    judged: { state: IntentState; verdicts?: IntentVerdicts },
    routers: RouterConfig[],
  ): IntentOverview {
    const ids = routers.map(({ id }) => id);
    const all = routers.length === this.#deps.routers.length;
    const found = (judged.verdicts?.onlyInNetbox ?? []).filter(({ router }) =>
      router === undefined ? all : ids.includes(router),
    );
    return {
      ...judged.state,
      onlyInNetbox: found.slice(0, MAX_ONLY_IN_NETBOX),
      onlyInNetboxTotal: found.length,
    };
  }

  /** @throws InputError */
  async getPrefix(
    text: string,
    credentials: BackstageCredentials,
  ): Promise<PrefixRecords> {
    const { access, netbox } = this.#deps;
    await access.assertReadsRoutes(credentials);
    const prefix = canonicalPrefix(text);
    const state = await this.findState();
    if (!state) {
      return { exact: [] };
    }
    const [aggregate, exact, covering] = await Promise.all([
      netbox.findAggregate(prefix),
      netbox.listExact(prefix),
      netbox.findCovering(prefix),
    ]);
    return { netbox: state, aggregate, exact, covering };
  }

  /**
   * Where people reach a router itself, as NetBox had it last.
   *
   * @throws NotFoundError
   */
  async getManagement(
    router: string,
    credentials: BackstageCredentials,
  ): Promise<ManagementRecord> {
    const { access, netbox, routers } = this.#deps;
    await access.assertReadsRoutes(credentials);
    const found = routers.find(({ id }) => id === router);
    if (!found) {
      throw new NotFoundError(`No router ${router} is configured`);
    }
    const machine = found.netboxName;
    const state = await this.findState();
    if (!state) {
      return { machine, finding: 'no-netbox', addresses: [] };
    }
    const { freshness } = state;
    const machines = await netbox.findMachines();
    if (!machines?.asked.includes(machine)) {
      return { machine, finding: 'never-read', addresses: [], freshness };
    }
    // NetBox finds a name in any case, and has none twice that differs by it.
    const its = machines.found.filter(
      ({ name }) => name.toLowerCase() === machine.toLowerCase(),
    );
    const finding = its.length > 0 ? 'found' : 'no-machine';
    const addresses = its.flatMap(one => one.addresses);
    return { machine, finding, addresses, freshness };
  }

  /** {@inheritDoc AggregateRecords.findAggregates} */
  async findAggregates() {
    const state = await this.findState();
    if (!state?.freshness.fetchedAt) {
      return undefined;
    }
    const records = await this.#deps.netbox.listAggregates();
    return {
      prefixes: records.map(({ prefix }) => prefix),
      freshness: state.freshness,
    };
  }

  async #look() {
    const { intervalMs, netbox, sources } = this.#deps;
    if (intervalMs === undefined) {
      return undefined;
    }
    const [state, notes] = await Promise.all([
      sources.find(NETBOX_SOURCE),
      netbox.listNotes(),
    ]);
    return {
      state: {
        freshness: freshnessAt(state?.now ?? new Date(), {
          name: NETBOX_SOURCE,
          fetchedAt: state?.fetchedAt,
          intervalMs: state?.intervalMs ?? intervalMs,
          error: state?.error,
        }),
        notes,
      },
    };
  }
}

/** @throws InputError */
export function canonicalPrefix(text: string): string {
  const prefix = parsePrefix(text);
  if (!prefix) {
    throw new InputError(`prefix: "${text}" is none`);
  }
  return formatPrefix(prefix.address, prefix.length);
}
