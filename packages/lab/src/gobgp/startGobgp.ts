import { createServer, Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { BgpWorld, BgpWorldState } from '../bgp';
import { RequestLog, startControl } from '../shared/control';
import type { RunningSimulator, SimulatorOptions } from '../shared/simulator';
import { SnapshotFile } from '../shared/SnapshotFile';
import { loadTls } from '../shared/tls';
import { gobgpActions } from './actions';
import { startReadOnlyGobgp } from '../bgp/access';
import { GobgpFaults } from './faults';
import { FlopCounter } from './FlopCounter';
import { AddedPath, GobgpRouter } from './GobgpRouter';
import { GobgpServer } from './GobgpServer';
import { gw2Seed } from './gw2Seed';
import { GobgpApiVersion, loadGobgpService } from './loadGobgpService';

/** Options of {@link startGobgp}. */
export interface GobgpOptions extends SimulatorOptions {
  /** The generation of the gRPC interface, default 4. */
  api?: GobgpApiVersion;
  /** The first state, default that of `gw2`. */
  seed?: (now: number) => BgpWorldState;
  /** How long a session takes to come up. */
  connectMs?: number;
  /** With a certificate of the lab's own authority; else in clear. */
  tls?: boolean;
}

/** A GoBGP that listens. */
export interface RunningGobgp extends RunningSimulator {
  readonly api: GobgpApiVersion;
  /** `host:port`, as gRPC clients want it. */
  readonly target: string;
  /** A proxy before it that only lets reads through; of no use with TLS. */
  readonly readTarget: string;
  readonly faults: GobgpFaults;
  readonly requests: RequestLog;
  /** What happens to it can be made to happen here. */
  readonly world: BgpWorld;
  /** As a process that is started anew: what it was told at run time is gone. */
  restart(): void;
  readonly ca?: string;
  readonly caPath?: string;
}

interface Snapshot {
  world: BgpWorldState;
  added: AddedPath[];
}

/** Starts a GoBGP of the third or fourth generation without any BGP behind it. */
export async function startGobgp(options: GobgpOptions): Promise<RunningGobgp> {
  const {
    host = '127.0.0.1',
    api = 4,
    seed = gw2Seed,
    log = () => {},
  } = options;
  const service = loadGobgpService(api);
  const world = new BgpWorld(seed(Date.now()), {
    connectMs: options.connectMs,
  });
  const router = new GobgpRouter(world);
  const file = new SnapshotFile<Snapshot>(
    options.stateDir && join(options.stateDir, 'gobgp.json'),
    () => ({ world: world.state, added: router.dumpAdded() }),
  );
  const saved = file.load();
  if (saved) {
    world.reset(saved.world);
    router.loadAdded(saved.added);
  }
  const flops = new FlopCounter(world);
  const faults = new GobgpFaults();
  const requests = new RequestLog();
  const sockets = new Set<Socket>();
  const dropConnections = () => sockets.forEach(socket => socket.destroy());

  const calls = new GobgpServer({
    router,
    service,
    faults,
    requests,
    flops: session => flops.of(session),
    dropConnections,
  });
  const grpc = new Server();
  calls.addTo(grpc);
  world.onChange(() => {
    flops.update();
    calls.tell();
    file.touch();
  });

  const tls = options.tls
    ? await loadTls({ stateDir: options.stateDir, name: 'gobgp' })
    : undefined;
  const injector = grpc.createConnectionInjector(credentialsOf(tls));
  const server = createServer(socket => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    injector.injectConnection(socket);
  });
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        server.off('error', reject);
        resolve();
      });
    });
  await listen(options.port);
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>(resolve => {
      server.close(() => resolve());
      dropConnections();
    });

  const forget = () => {
    const state = seed(Date.now());
    router.loadAdded([]);
    world.reset(state);
    return state;
  };
  const restart = () => {
    const now = Date.now();
    const state = forget();
    world.reset({
      ...state,
      startedAt: now,
      sessions: state.sessions.map(session => ({ ...session, since: now })),
    });
    dropConnections();
  };

  let switching = Promise.resolve();
  let stopped = false;
  const followFaults = async () => {
    if (faults.portClosed && server.listening) {
      await close();
    } else if (!faults.portClosed && !server.listening && !stopped) {
      await listen(port);
    }
  };
  faults.onChange(() => {
    switching = switching.then(followFaults).catch(error => log(String(error)));
  });

  const control =
    options.controlPort === undefined
      ? undefined
      : await startControl({
          port: options.controlPort,
          faults,
          requests,
          actions: gobgpActions(world, restart),
          reset: () => void forget(),
        });
  const target = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const reader = await startReadOnlyGobgp({ target });
  return {
    name: 'gobgp',
    api,
    url: `${tls ? 'https' : 'http'}://${target}`,
    target,
    readTarget: reader.target,
    controlUrl: control?.url,
    faults,
    requests,
    world,
    restart,
    ca: tls?.ca,
    caPath: tls?.caPath,
    stop: async () => {
      stopped = true;
      await switching;
      world.stop();
      await reader.stop();
      if (server.listening) {
        await close();
      }
      injector.destroy();
      grpc.forceShutdown();
      await control?.stop();
      file.flush();
    },
  };
}

function credentialsOf(tls: { cert: string; key: string } | undefined) {
  return tls
    ? ServerCredentials.createSsl(null, [
        {
          cert_chain: Buffer.from(tls.cert),
          private_key: Buffer.from(tls.key),
        },
      ])
    : ServerCredentials.createInsecure();
}
