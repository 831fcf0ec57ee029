import { AccessControl } from './access/AccessControl';
import type { ClusterStore } from './ClusterStore';
import type { Credentials } from './access/Credentials';
import { ProxmoxFaults } from './faults';
import { PveError } from './http/PveError';
import { Inventory } from './inventory/Inventory';
import { TaskManager } from './tasks/TaskManager';
import { Timings } from './timings';
import { ClusterState, NodeState } from './types';

/** The simulated cluster: its state and everything that works on it. */
export class ProxmoxWorld {
  readonly timings: Timings;
  readonly faults: ProxmoxFaults;
  readonly access: AccessControl;
  readonly credentials: Credentials;
  readonly tasks: TaskManager;
  readonly inventory: Inventory;
  readonly #store: ClusterStore;

  constructor(options: {
    store: ClusterStore;
    timings: Timings;
    faults: ProxmoxFaults;
    credentials: Credentials;
    roles?: Record<string, readonly string[]>;
  }) {
    this.#store = options.store;
    this.timings = options.timings;
    this.faults = options.faults;
    this.credentials = options.credentials;
    this.access = new AccessControl({
      roles: options.roles,
      poolsOf: path => this.#poolsOf(path),
    });
    this.tasks = new TaskManager({
      tasks: () => this.state.tasks,
      nextPid: () => this.nextPid(),
      changed: () => this.changed(),
      faults: this.faults,
    });
    this.inventory = new Inventory(this);
  }

  get state(): ClusterState {
    return this.#store.state;
  }

  /** Call after each change of the state. */
  changed(): void {
    this.#store.changed();
  }

  /** Back to the seed; running work and faults are forgotten. */
  reset(): void {
    this.faults.clear();
    this.tasks.abandonAll();
    this.#store.reset();
    this.inventory.tick();
  }

  nextPid(): number {
    this.state.lastPid += 1 + Math.floor(Math.random() * 7);
    return this.state.lastPid;
  }

  /** Throws what PVE says about a name that is no node. */
  node(name: string): NodeState {
    const node = this.state.nodes.find(item => item.name === name);
    if (!node) {
      throw PveError.domain(
        `hostname lookup '${name}' failed - failed to get address info for: ${name}: Name or service not known`,
      );
    }
    return node;
  }

  isDown(node: string): boolean {
    const fault = this.faults.peek('nodeDown');
    return Boolean(fault && (!fault.node || fault.node === node));
  }

  #poolsOf(path: string): string[] {
    const guest = /^\/vms\/(\d+)$/.exec(path);
    if (guest) {
      const pool = this.state.guests[guest[1]]?.pool;
      return pool ? [pool] : [];
    }
    const storage = /^\/storage\/([^/]+)$/.exec(path);
    return storage
      ? Object.values(this.state.pools)
          .filter(pool => pool.storages.includes(storage[1]))
          .map(({ poolid }) => poolid)
      : [];
  }
}
