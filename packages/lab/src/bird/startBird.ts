import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startReadOnlyBird } from '../bgp/access';
import { BgpWorld } from '../bgp/BgpWorld';
import { gw1Seed } from '../bgp/seed';
import { BgpWorldState } from '../bgp/types';
import {
  ControlAction,
  LoggedRequest,
  RequestLog,
  startControl,
} from '../shared/control';
import { RunningSimulator, SimulatorOptions } from '../shared/simulator';
import { SnapshotFile } from '../shared/SnapshotFile';
import { createBirdActions } from './actions';
import { BirdClock, TimeFormat } from './BirdClock';
import { BirdServer } from './BirdServer';
import { BirdFaults } from './faults';
import { KernelServer } from './KernelServer';
import { BirdRouter } from './runCommand';

/** Options of the BIRD simulator. It has a socket in the file system and no port. */
export interface BirdOptions extends Omit<SimulatorOptions, 'port' | 'host'> {
  /** The control socket; `bird.ctl` in the state folder or a temporary one. */
  path?: string;
  /** Where the kernel's routes are printed; `bird.kernel` beside `bird.ctl` by default. */
  kernelPath?: string;
  /** The router to start with when there is no snapshot; gw1 by default. */
  seed?: (now: number) => BgpWorldState;
  /** How long a session takes to come up; 1000 by default. */
  connectMs?: number;
  /** `iso-long` by default, as ORION asks for; BIRD's own is `iso-short`. */
  timeFormat?: TimeFormat;
  /** Of the router's time zone. */
  utcOffsetMinutes?: number;
  /** How many commands the log keeps; 5000 by default. */
  requestLogSize?: number;
}

/** A simulated router that listens. */
export interface RunningBird extends RunningSimulator {
  /** Of the control socket; `url` is `unix:` and this. */
  readonly path: string;
  /** A second one beside it, `.ro`, which only reads: whoever acts has another. */
  readonly readPath: string;
  /** Whoever connects there gets what `kernel-routes` prints on the router. */
  readonly kernelPath: string;
  readonly world: BgpWorld;
  readonly faults: BirdFaults;
  readonly actions: Record<string, ControlAction>;
  requests(): LoggedRequest[];
  clearRequests(): void;
  reset(): void;
}

/** Starts a BIRD 2.0.12 that routes for AS394955; rejects when it cannot listen. */
export async function startBird(
  options: BirdOptions = {},
): Promise<RunningBird> {
  const { stateDir, seed = gw1Seed, connectMs, log = () => {} } = options;
  const temporary =
    options.path || stateDir
      ? undefined
      : mkdtempSync(join(tmpdir(), 'orion-lab-bird-'));
  const path = options.path ?? join((stateDir ?? temporary)!, 'bird.ctl');
  const faults = new BirdFaults();
  const requests = new RequestLog(options.requestLogSize);
  const current: { world?: BgpWorld } = {};
  const file = new SnapshotFile<BgpWorldState>(
    stateDir && join(stateDir, 'bird.json'),
    () => current.world!.state,
  );
  const makeWorld = (state: BgpWorldState) => {
    const world = new BgpWorld(state, { connectMs });
    world.onChange(() => file.touch());
    current.world = world;
    return world;
  };
  const router: BirdRouter = {
    world: makeWorld(file.load() ?? seed(Date.now())),
    clock: new BirdClock({
      format: options.timeFormat ?? 'iso-long',
      utcOffsetMinutes: options.utcOffsetMinutes,
      stepMs: () => faults.stepMs,
    }),
    configPath: '/etc/bird/bird.conf',
    undoPending: false,
    reconfigured: false,
  };
  const reset = () => {
    router.world.stop();
    router.world = makeWorld(seed(Date.now()));
    router.undoPending = false;
    router.reconfigured = false;
    requests.clear();
    file.touch();
  };
  const server = new BirdServer({ path, router, faults, requests, log });
  const kernelPath = options.kernelPath ?? path.replace(/(\.ctl)?$/, '.kernel');
  const kernel = new KernelServer({
    path: kernelPath,
    world: () => router.world,
    faults,
  });
  await server.listen();
  await kernel.listen().catch(async error => {
    await server.stop();
    throw error;
  });
  const reader = await startReadOnlyBird({
    socket: path,
    path: `${path}.ro`,
  }).catch(async error => {
    await Promise.all([server.stop(), kernel.stop()]);
    throw error;
  });

  let stopped = false;
  let switching = Promise.resolve();
  const followFaults = async () => {
    const refuse = faults.peek('refuse') !== undefined;
    if (refuse && server.listening) {
      await server.stop();
    } else if (!refuse && !server.listening && !stopped) {
      await server.listen();
    }
  };
  faults.onChange(() => {
    switching = switching.then(followFaults).catch(error => log(String(error)));
  });

  // `reset` puts another world in place, so each call looks it up.
  const actions = Object.fromEntries(
    Object.keys(createBirdActions(router.world)).map(name => [
      name,
      ((input: Record<string, unknown>) =>
        createBirdActions(router.world)[name](input)) as ControlAction,
    ]),
  );
  const control =
    options.controlPort === undefined
      ? undefined
      : await startControl({
          port: options.controlPort,
          faults,
          actions,
          requests,
          reset,
        }).catch(async error => {
          await Promise.all([server.stop(), kernel.stop(), reader.stop()]);
          throw error;
        });
  log(`bird listens on ${path}`);
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    stopped = true;
    await switching;
    router.world.stop();
    await Promise.all([
      server.stop(),
      kernel.stop(),
      reader.stop(),
      control?.stop(),
    ]);
    file.flush();
    if (temporary) {
      rmSync(temporary, { recursive: true, force: true });
    }
  };
  return {
    name: 'bird',
    url: `unix:${path}`,
    controlUrl: control?.url,
    path,
    readPath: reader.path,
    kernelPath,
    faults,
    actions,
    get world() {
      return router.world;
    },
    requests: () => requests.list(),
    clearRequests: () => requests.clear(),
    reset,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}
