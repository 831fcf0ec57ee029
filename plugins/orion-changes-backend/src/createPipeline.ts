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
import { Checkpointer } from './record/Checkpointer';
import { CheckpointSink } from './record/CheckpointSink';
import { verifyRecord } from './record/verifyRecord';
import { CallerResolver } from './services/CallerResolver';
import { ChangeNotifier } from './services/ChangeNotifier';
import { ChangeService } from './services/ChangeService';
import { ArtifactVault } from './vault/ArtifactVault';
import { ChangeWorker } from './worker/ChangeWorker';
import { every } from './worker/every';
import { RunKeeper } from './worker/RunKeeper';
import { isWorkerDead } from './worker/workerIdentity';

const LEASE_MS = 60_000;
const SWEEP_MS = 500;
const CHECKPOINT_MS = 60_000;
const DIRECTORIES_MS = 10 * 60_000;

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
  });
  const { issuer, audience } = config.approval;
  const changes = new ChangeService({
    store,
    queries,
    reservations,
    policy,
    vault,
    membership,
    kinds,
    config,
    signIn:
      deps.signIn ??
      (issuer && audience
        ? new OidcSignInProof({ issuer, audience })
        : undefined),
    wake: id => config.executor.enabled && worker.wake(id),
    onChanged,
  });
  const sink = createSink(config);
  const stops: (() => Promise<void>)[] = [];
  return {
    changes,
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
    async start() {
      if (config.executor.enabled) {
        await takeOver(leases, logger);
        stops.push(every(SWEEP_MS, () => worker.sweep(), logger));
        stops.push(
          every(
            DIRECTORIES_MS,
            () => runs.sweep(id => queries.isOver(id)),
            logger,
          ),
        );
      }
      if (sink) {
        const checkpointer = new Checkpointer({ knex, sink });
        stops.push(every(CHECKPOINT_MS, () => checkpointer.run(), logger));
      } else {
        logger.warn(
          'The record is not anchored outside the database: set orion.changes.record.',
        );
      }
    },
    async stop() {
      await Promise.all(stops.splice(0).map(stop => stop()));
      await worker.stop();
    },
  };
}

/**
 * After a crash the dead worker's leases would run another minute. A process of
 * this host that provably ended cannot come back: its work is taken up at once.
 */
async function takeOver(
  leases: LeaseStore,
  logger: LoggerService,
): Promise<void> {
  for (const owner of await leases.listOwners()) {
    if (await isWorkerDead(owner)) {
      const count = await leases.expire(owner);
      logger.info(
        `Took over ${count} changes of a worker that ended: ${owner}`,
      );
    }
  }
}

function createSink({ record }: ChangesConfig): CheckpointSink | undefined {
  const { checkpointFile: path, signingKeyFile } = record;
  return path && signingKeyFile
    ? new CheckpointSink({ path, signingKeyFile })
    : undefined;
}
