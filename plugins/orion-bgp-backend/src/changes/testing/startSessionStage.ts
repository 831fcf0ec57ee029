/* eslint-disable @backstage/no-undeclared-imports, @backstage/no-relative-monorepo-imports, no-restricted-imports --
   for tests only: kinds are proven on the pipeline itself, whose own test bench has no export */
import { ConfigReader } from '@backstage/config';
import {
  startTestDatabase,
  TestDatabase,
} from '@orion/backstage-plugin-orion-node/testing';
import { BgpSession, BgpWorldState, gw1Seed } from '@orion/lab';
import {
  migrationsDirectory,
  TestPipeline,
  testPipeline,
} from '../../../../orion-changes-backend/src/tests/testPipeline';
import { World } from '../../../../orion-changes-backend/src/tests/World';
import { CollectorService } from '../../collector/CollectorService';
import { readRibConfig } from '../../readRibConfig';
import { RibWorker } from '../../rib/worker/RibWorker';
import { MigrationApi } from '../migration/MigrationApi';
import { MigrationKind } from '../migration/MigrationKind';
import { migrationKinds } from '../migration/migrationKinds';
import { AggregateSource } from '../../services/intent/AggregateSource';
import { ConfiguredAggregates } from '../../services/intent/ConfiguredAggregates';
import { readAggregates } from '../../services/readMigration';
import { PastCount } from '../comeback/countsBefore';
import { LocalAddress } from '../comeback/LocalAddress';
import { DecidedState } from '../DesiredStates';
import { GuestInventory } from '../guests/GuestInventory';
import { peeringKinds } from '../peering/peeringKinds';
import { PrefixKind } from '../prefix/PrefixKind';
import { prefixKinds } from '../prefix/prefixKinds';
import { readActionsConfig } from '../readActionsConfig';
import { SessionKind } from '../SessionKind';
import { sessionKinds } from '../sessionKinds';
import { SessionDeps } from '../SessionTools';

/** A child process has no Jest: it runs with the transform of the CLI. */
export const execArgv = [
  '--no-warnings',
  '--require',
  require.resolve('@backstage/cli/config/nodeTransform.cjs'),
];

const quiet = { info() {}, warn() {}, error() {} };

/** The pipeline with the kinds of this package, on the routers of a configuration. */
export interface SessionStage {
  pipeline: TestPipeline;
  deps: SessionDeps;
  /** What the changes said they decided. */
  reports: DecidedState[];
  /** What sessions had while they were up, by router and session. */
  past: Map<string, PastCount[]>;
  /** What sessions speak from that do not tell, likewise; an error is thrown. */
  addresses: Map<string, LocalAddress | Error>;
  /** Submits what one of the kinds takes. */
  submit(kind: string, input: object): Promise<number>;
  /** Submits, plans and approves. */
  approved(kind: string, input: object): Promise<number>;
  /** The titles of the plan's lines. */
  lines(id: number): Promise<string[]>;
  stop(): Promise<void>;
}

/** Starts it on the routers below `orion.bgp`. */
export async function startSessionStage(
  bgp: object,
  guests: GuestInventory[] = [],
  migration?: MigrationApi,
  aggregates?: AggregateSource,
  netbox?: object,
): Promise<SessionStage> {
  const config = new ConfigReader({ orion: { bgp, netbox } } as never);
  const world = World.create();
  const rib = readRibConfig(config);
  const worker = RibWorker.start({
    config: {
      ...rib,
      // A suite may take longer than the usual rest, which would end anywhere in it.
      routers: rib.routers.map(one => ({ ...one, minDumpIntervalMs: 1_000 })),
    },
    logger: quiet,
    execArgv,
  });
  const service = new CollectorService({ seat: { held: worker } });
  const reports: DecidedState[] = [];
  const past = new Map<string, PastCount[]>();
  const addresses: SessionStage['addresses'] = new Map();
  const deps: SessionDeps = {
    config: readActionsConfig(config),
    aggregates:
      aggregates ??
      new ConfiguredAggregates({
        configured: readAggregates(config),
        netbox: undefined,
      }),
    management: { find: async () => undefined },
    guests,
    past: {
      find: async ({ router, session }) =>
        past.get(`${router}/${session}`) ?? [],
      async findLocalAddress({ router, session }) {
        const known = addresses.get(`${router}/${session}`);
        if (known instanceof Error) {
          throw known;
        }
        return known;
      },
    },
    desired: { report: async decided => void reports.push(decided) },
    collector: {
      ask: (call, input) => service.calls[call](input as never) as never,
    },
    execArgv,
  };
  const database: TestDatabase = await startTestDatabase();
  const knex = await database.connect('orion-changes');
  await knex.migrate.latest({ directory: migrationsDirectory });
  const kinds = [
    ...sessionKinds.map(options => new SessionKind(deps, options)),
    ...(migration ? migrationKinds : []).map(
      options => new MigrationKind({ ...deps, migration: migration! }, options),
    ),
    ...peeringKinds(deps, config),
    ...prefixKinds.map(options => new PrefixKind(deps, options)),
  ];
  const pipeline = testPipeline({ knex, world, kinds });
  let key = 0;
  const stage: SessionStage = {
    pipeline,
    deps,
    reports,
    past,
    addresses,
    async submit(kind, input) {
      const { id } = await pipeline.changes.submissions.submit(
        { kind, input: input as never, idempotencyKey: `stage-key-${key++}` },
        await pipeline.caller('requester'),
        AbortSignal.timeout(30_000),
      );
      return id;
    },
    async approved(kind, input) {
      const id = await stage.submit(kind, input);
      await pipeline.drive(id, 'awaiting-approval');
      await pipeline.approve(id);
      return id;
    },
    async lines(id) {
      const { plan } = await pipeline.find(id);
      return plan!.lines.map(({ title }) => title);
    },
    async stop() {
      await pipeline.stop();
      await worker.close();
      await database.stop();
      // A revert that does not find its folder any more would undo the action.
      await new Promise(resolve => setTimeout(resolve, 1_000));
      world.remove();
    },
  };
  return stage;
}

/** gw1 with a second upstream for IPv6, which offers and gets the same. */
export function twoUpstreams(now: number): BgpWorldState {
  const state = gw1Seed(now);
  const he = state.sessions.find(({ name }) => name === 'he_v6')!;
  const address = '2001:db8:200::1';
  const other: BgpSession = {
    ...structuredClone(he),
    name: 'alt_v6',
    description: 'another upstream',
    neighborAddress: address,
    neighborAs: 64500,
    neighborId: '198.51.100.200',
    localAddress: '2001:db8:200::2',
  };
  for (const { attributes } of other.channels.flatMap(one => one.offers)) {
    attributes.nextHop = address;
    attributes.nextHopLinkLocal = undefined;
  }
  return { ...state, sessions: [...state.sessions, other] };
}

/** gw1 that takes what the GoBGP beside it has of the same transit, over iBGP. */
export function hearingGw2(now: number): BgpWorldState {
  const state = gw1Seed(now);
  const transit = state.sessions.filter(
    ({ neighborAs }) => neighborAs !== state.asn,
  );
  const shadow = state.sessions.find(({ name }) => name === 'shadow')!;
  for (const channel of shadow.channels) {
    const { offers, gateway } = transit
      .flatMap(({ channels }) => channels)
      .find(({ family }) => family === channel.family)!;
    channel.imports = 'all';
    channel.importPolicy = 'ACCEPT';
    // Nothing that gw2 refuses is its best.
    channel.offers = structuredClone(
      offers.filter(({ refusedFor }) => !refusedFor),
    );
    channel.gateway = gateway;
  }
  return state;
}
