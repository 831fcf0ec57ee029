import {
  AuthService,
  LoggerService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import { ChangeKind } from '@orion/backstage-plugin-orion-changes-node';
import { Knex } from 'knex';
import { MembershipResolver } from './approval/MembershipResolver';
import { OidcSignInProof, SignInProof } from './approval/SignInProof';
import { ChangesConfig } from './config';
import { ChangeQueries } from './database/ChangeQueries';
import { ChangeStore } from './database/ChangeStore';
import { LeaseStore } from './database/LeaseStore';
import { ReservationStore } from './database/ReservationStore';
import { ChangeRow } from './database/tables';
import { PolicyEngine } from './policy/PolicyEngine';
import { CheckpointSink } from './record/CheckpointSink';
import { verifyRecord } from './record/verifyRecord';
import { CallerResolver } from './services/CallerResolver';
import { ChangeNotifier } from './services/ChangeNotifier';
import { ChangeService } from './services/ChangeService';
import { provePerson } from './services/provePerson';
import type { Caller } from './services/types';
import { SafeMode } from './safety/SafeMode';
import { ArtifactVault } from './vault/ArtifactVault';
import { ChangeWorker } from './worker/ChangeWorker';
import { PipelineLife } from './worker/PipelineLife';
import { RunKeeper } from './worker/RunKeeper';

const LEASE_MS = 60_000;

export interface PipelineDeps {
  auth: AuthService;
  catalog: CatalogService;
  config: ChangesConfig;
  kinds: Map<string, ChangeKind>;
  knex: Knex;
  logger: LoggerService;
  permissions: PermissionsService;
  /** Default: the identity provider of the configuration. */
  signIn?: SignInProof;
  notifications: NotificationService;
  signals: SignalsService;
}

/** Puts the parts of the pipeline together; starts nothing. */
export function createPipeline(deps: PipelineDeps) {
  const { knex, config, kinds, logger } = deps;
  const store = ChangeStore.create({ knex });
  const queries = new ChangeQueries({ knex });
  const reservations = new ReservationStore({ knex });
  const policy = new PolicyEngine(config.policy);
  const vault = ArtifactVault.create({
    knex,
    keyFile: config.encryptionKeyFile,
  });
  const membership = new MembershipResolver(deps);
  const runs = new RunKeeper({
    knex,
    runDirectory: config.runDirectory,
    logger,
  });
  const notifier = new ChangeNotifier({ ...deps, policy });
  const leases = new LeaseStore({ knex, leaseMs: LEASE_MS });
  const onChanged = (row: ChangeRow) => notifier.changed(row);
  const worker = new ChangeWorker({
    store,
    reservations,
    vault,
    runs,
    policy,
    membership,
    config,
    logger,
    kinds,
    leases,
    onChanged,
    onWaiting: (row, since) => notifier.waits(row, since),
  });
  const { issuer, audience } = config.approval;
  const sink = createSink(config);
  const deciders = [
    ...new Set(config.policy.approvers.flatMap(({ groups }) => groups)),
  ];
  const safeMode = new SafeMode({
    knex,
    sink,
    kinds,
    logger,
    onEntered: reasons => notifier.safeMode(deciders, reasons),
  });
  const signIn =
    deps.signIn ??
    (issuer && audience
      ? new OidcSignInProof({ issuer, audience })
      : undefined);
  const changes = new ChangeService({
    store,
    queries,
    reservations,
    policy,
    vault,
    membership,
    kinds,
    config,
    signIn,
    assertOpen: () => safeMode.assertOpen(),
    wake: id => config.executor.enabled && worker.wake(id),
    onChanged,
  });
  const life = new PipelineLife({
    ...deps,
    leases,
    worker,
    safeMode,
    sink,
    sweepRuns: () => runs.sweep(id => queries.isOver(id)),
  });
  return {
    changes,
    safeMode,
    /** Leaving is a decision: a person at a browser, signed in lately. */
    leaveSafeMode: async (
      caller: Caller,
      exit: { comment: string; idToken: string },
    ) => {
      await provePerson({ signIn, config }, caller, exit.idToken, true);
      await safeMode.leave(caller.userRef, exit.comment);
    },
    callers: new CallerResolver({ ...deps, membership, policy: config.policy }),
    verifyRecord: () => verifyRecord(knex, sink),
    store,
    worker,
    async loadOwned(ids: string[]) {
      const rows = await knex<ChangeRow>('changes').whereIn(
        'id',
        ids.filter(id => /^\d{1,15}$/.test(id)),
      );
      return ids.map(id => {
        const row = rows.find(candidate => candidate.id === id);
        return row && { owners: [row.owner, row.requester] };
      });
    },
    start: () => life.start(),
    stop: () => life.stop(),
  };
}

function createSink({ record }: ChangesConfig): CheckpointSink | undefined {
  const { checkpointFile: path, signingKeyFile } = record;
  return path && signingKeyFile
    ? new CheckpointSink({ path, signingKeyFile })
    : undefined;
}
