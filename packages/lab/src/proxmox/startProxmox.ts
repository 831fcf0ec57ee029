import { join } from 'node:path';
import {
  ControlAction,
  FaultSwitches,
  LoggedRequest,
  RequestLog,
  startControl,
} from '../shared/control';
import { RunningSimulator, SimulatorOptions } from '../shared/simulator';
import { loadTls } from '../shared/tls';
import { Credential, Credentials } from './access/Credentials';
import { createActions } from './actions';
import { ClusterStore } from './ClusterStore';
import { accessEndpoints } from './endpoints/accessEndpoints';
import { clusterEndpoints } from './endpoints/clusterEndpoints';
import { configEndpoints } from './endpoints/configEndpoints';
import { guestEndpoints } from './endpoints/guestEndpoints';
import { nodeEndpoints } from './endpoints/nodeEndpoints';
import { poolEndpoints } from './endpoints/poolEndpoints';
import { statusEndpoints } from './endpoints/statusEndpoints';
import { storageEndpoints } from './endpoints/storageEndpoints';
import { taskEndpoints } from './endpoints/taskEndpoints';
import { faultNames, ProxmoxFaults } from './faults';
import { PveServer } from './http/PveServer';
import { Router } from './http/Router';
import { ProxmoxWorld } from './ProxmoxWorld';
import { r730Seed } from './seed';
import { defaultTimings, Timings } from './timings';
import { ClusterState } from './types';

/** Options of the Proxmox VE simulator. */
export interface ProxmoxOptions extends SimulatorOptions {
  /**
   * API tokens by `user@realm!id`. Without it there are `orion@pve!read` and
   * `orion@pve!terraform` with secrets made once and kept in `tokens.json`.
   */
  tokens?: Record<string, Credential>;
  /** Roles beside PVE's own ones: name to privileges. */
  roles?: Record<string, readonly string[]>;
  timings?: Partial<Timings>;
  /** The cluster to start with when there is no snapshot; the R730 by default. */
  seed?: () => ClusterState;
  /** Names and addresses in the certificate. */
  hosts?: string[];
  /** How many requests the log keeps; 5000 by default. */
  requestLogSize?: number;
}

/** A simulated cluster that listens. */
export interface RunningProxmox extends RunningSimulator {
  /** PEM of the authority that signed the certificate. */
  readonly ca: string;
  readonly caPath?: string;
  /** Secrets by token id, and the password of `root@pam`. */
  readonly tokens: Record<string, string>;
  readonly tokensPath?: string;
  readonly faults: ProxmoxFaults;
  readonly actions: Record<string, ControlAction>;
  requests(): LoggedRequest[];
  clearRequests(): void;
  reset(): void;
}

const router = new Router([
  ...accessEndpoints,
  ...clusterEndpoints,
  ...configEndpoints,
  ...guestEndpoints,
  ...nodeEndpoints,
  ...poolEndpoints,
  ...statusEndpoints,
  ...storageEndpoints,
  ...taskEndpoints,
]);

/** Starts a simulated Proxmox VE cluster; rejects when a port is taken. */
export async function startProxmox(
  options: ProxmoxOptions,
): Promise<RunningProxmox> {
  const { stateDir } = options;
  const faults: ProxmoxFaults = new FaultSwitches(faultNames);
  const requests = new RequestLog(options.requestLogSize);
  const credentials = Credentials.load({ stateDir, tokens: options.tokens });
  const tls = await loadTls({
    stateDir,
    name: 'Proxmox simulator',
    hosts: options.hosts,
  });
  const store = new ClusterStore(
    stateDir && join(stateDir, 'proxmox.json'),
    options.seed ?? r730Seed,
  );
  const world = new ProxmoxWorld({
    store,
    timings: { ...defaultTimings, ...options.timings },
    faults,
    credentials,
    roles: options.roles,
  });
  world.tasks.adoptAfterRestart();
  world.inventory.start();
  const actions = createActions(world);
  const reset = () => {
    world.reset();
    requests.clear();
  };
  const server = new PveServer({ world, router, requests, tls });
  const host = options.host ?? '127.0.0.1';
  const port = await server.listen(host, options.port);
  const control =
    options.controlPort === undefined
      ? undefined
      : await startControl({
          port: options.controlPort,
          faults: faults as FaultSwitches<string>,
          actions,
          requests,
          reset,
        }).catch(async error => {
          await server.stop();
          throw error;
        });
  const url = `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
  options.log?.(`proxmox listens on ${url}`);
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    world.tasks.stop();
    world.inventory.stop();
    await Promise.all([server.stop(), control?.stop()]);
    store.flush();
  };
  return {
    name: 'proxmox',
    url,
    controlUrl: control?.url,
    ca: tls.ca,
    caPath: tls.caPath,
    tokens: credentials.secrets(),
    tokensPath: credentials.path,
    faults,
    actions,
    requests: () => requests.list(),
    clearRequests: () => requests.clear(),
    reset,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}
