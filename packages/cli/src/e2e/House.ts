import { setTimeout as sleep } from 'node:timers/promises';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RealNetwork } from '@orion/lab';
import { Client } from 'pg';
import { Portal } from '../stack/portal';
import { Stack } from '../stack/Stack';
import { paths } from '../util/paths';
import { Ports, portsFrom } from '../util/ports';
import { loadSecrets } from '../util/secrets';
import { Steps } from '../util/Steps';
import { LabProxmox } from './LabProxmox';
import { LabRouters } from './LabRouters';
import { LabNetbox } from './LabNetbox';
import { People, runOverrides } from './overrides';
import { PortalSession } from './PortalSession';

const KEY =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ8m0f0b7l0Vn1y8nYVn3M1Z2q0e0c0d0f0a0b0c0d0e ops';

const SIGN_IN_AGAIN_MS = 8 * 60_000;
/** Clear of the lab's ports. */
const REPLICA_OFFSET = 5;
const COLLECTOR_OFFSET = 8;

/** A guest that a story ordered, with the change that made it. */
export interface MadeGuest {
  id: number;
  vmid: number;
  name: string;
}

const CHANGES = 'backstage_plugin_orion-changes';

/** A whole installation for the end-to-end stories, with its lab in reach. */
export class House {
  readonly #stack: Stack;
  readonly ports: Ports;
  readonly #sessions = new Map<string, PortalSession>();
  readonly #overrides: object;
  readonly #realBgp: boolean;
  readonly people: People;
  /** How long the portal took to start last: a measure of how slow this machine is. */
  portalStartMs = 30_000;
  proxmox!: LabProxmox;
  netbox!: LabNetbox;
  routers!: LabRouters;
  #names = 0;
  #collector: Portal | undefined;

  /** @param options.realBgp - its routers are real daemons, which have no switches. */
  constructor(port: number, options: { realBgp?: boolean } = {}) {
    mkdirSync(paths.home, { recursive: true });
    this.people = new People();
    this.#overrides = runOverrides(this.people, loadSecrets());
    this.#stack = new Stack({
      port,
      lab: true,
      realBgp: options.realBgp,
      steps: new Steps(),
      overrides: this.#overrides,
    });
    this.ports = portsFrom(port);
    this.#realBgp = options.realBgp ?? false;
  }

  get baseUrl(): string {
    return this.#stack.baseUrl;
  }

  /** The restricted static token of `orion verify`. */
  get verifyToken(): string {
    return this.#stack.secrets.verifyToken;
  }

  /** The real daemons; only in a house that has them. */
  get network(): RealNetwork {
    const network = this.#stack.lab?.network;
    if (!network) {
      throw new Error('the routers of this house are simulators');
    }
    return network;
  }

  /** Terraform's token of the lab. */
  get changeSecret(): string {
    return this.#stack.secrets.proxmoxChangeSecret;
  }

  get portalPid(): number {
    return this.#stack.portal.pid;
  }

  async start(): Promise<void> {
    await this.#stack.start();
    this.proxmox = new LabProxmox(this.ports, this.#stack.secrets);
    this.netbox = new LabNetbox(this.ports, this.#stack.secrets);
    this.routers = new LabRouters(this.ports);
  }

  async stop(): Promise<void> {
    await this.#collector?.stop();
    await this.#stack.stop();
  }

  async as(
    account: 'viewer' | 'operator' | 'approver' | 'admin',
  ): Promise<PortalSession> {
    const known = this.#sessions.get(account);
    // As people do: a destructive change is approved with a fresh sign-in only.
    if (known && Date.now() - known.signedInAt < SIGN_IN_AGAIN_MS) {
      await known.refresh();
      return known;
    }
    const session = await PortalSession.signIn(this.baseUrl, account);
    this.#sessions.set(account, session);
    return session;
  }

  async clearFaults(): Promise<void> {
    await this.proxmox.clearFaults();
    await this.netbox.clearFaults();
    if (!this.#realBgp) {
      await this.routers.clearFaults();
    }
  }

  /** Kills the portal the hard way; nothing gets a chance to clean up. */
  async killPortal(): Promise<void> {
    process.kill(this.#stack.portal.pid, 'SIGKILL');
    await this.#stack.portal.stop();
  }

  /** Something that needs the database to itself. */
  async withoutPortal(work: () => Promise<void>): Promise<void> {
    await this.#stack.portal.stop();
    await work();
    await this.#stack.startPortal();
  }

  /** Also after a kill. `changes` and `more` hold for this start only. */
  async restartPortal(changes: object = {}, more: object = {}): Promise<void> {
    await this.#stack.portal.stop();
    const began = Date.now();
    await this.#stack.startPortal(
      merge(merge(this.#overrides, { orion: { changes } }), more),
    );
    this.portalStartMs = Date.now() - began;
  }

  /** A second portal on the same database; the caller stops it. */
  async startReplica(changes: object = {}): Promise<Portal> {
    return this.#stack.startReplica(
      this.ports.portal + REPLICA_OFFSET,
      merge(this.#overrides, { orion: { changes } }),
    );
  }

  /** A backend that is not ORION's, beside it; the caller stops it. */
  async startOther(
    name: string,
    entry: string,
    overrides: object,
  ): Promise<Portal> {
    return this.#stack.startOther(
      this.ports.portal + REPLICA_OFFSET,
      name,
      entry,
      overrides,
    );
  }

  /** The collector of routes in a process of its own; stopped with the house. */
  async startCollector(): Promise<Portal> {
    const portal = `http://127.0.0.1:${this.ports.portal}/api/{{pluginId}}`;
    this.#collector = await this.#stack.startOther(
      this.ports.portal + COLLECTOR_OFFSET,
      'collector',
      join(paths.root, 'packages/backend/src/collector.ts'),
      merge(this.#overrides, {
        discovery: { endpoints: [{ target: portal, plugins: ['*'] }] },
      }),
    );
    return this.#collector;
  }

  get collectorUrl(): string {
    return `http://127.0.0.1:${this.ports.portal + COLLECTOR_OFFSET}`;
  }

  get portal(): Portal {
    return this.#stack.portal;
  }

  get replicaUrl(): string {
    return `http://localhost:${this.ports.portal + REPLICA_OFFSET}`;
  }

  /** Engine processes of a change that are alive now. */
  async engineProcesses(changeId: number): Promise<number[]> {
    const rows = await this.query<{ pid: number }>(
      "SELECT pid FROM change_runs WHERE change_id = $1 AND phase = 'apply' AND pid IS NOT NULL AND ended_at IS NULL",
      [changeId],
    );
    return rows.map(({ pid }) => pid).filter(isAlive);
  }

  /** Reads the pipeline's own tables, to prove what is stored. */
  async query<T extends object>(
    text: string,
    values: unknown[] = [],
    database = CHANGES,
  ): Promise<T[]> {
    return this.#ask(
      database,
      async client => (await client.query(text, values)).rows as T[],
    );
  }

  /** With the rights of another role of the server. */
  async queryAs(role: string, text: string): Promise<void> {
    await this.#ask(CHANGES, async client => {
      await client.query(`SET ROLE ${role}`);
      await client.query(text);
    });
  }

  /** As superuser of the server, in its maintenance database. */
  async queryServer(text: string): Promise<void> {
    await this.#ask('postgres', client => client.query(text));
  }

  async #ask<T>(
    database: string,
    work: (client: Client) => Promise<T>,
  ): Promise<T> {
    const url = new URL(this.#stack.databaseUrl);
    url.pathname = `/${database}`;
    const client = new Client({ connectionString: url.toString() });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  /**
   * Holds the lock a maintenance of the cluster would hold: changes that are
   * approved wait for it. The answer frees it; calling it again is fine.
   */
  async holdMaintenance(): Promise<() => Promise<void>> {
    const key = 'maintenance:r730';
    await this.query(
      `INSERT INTO change_locks (key, change_id, mode, fence)
       SELECT $1, min(id), 'exclusive', 0 FROM changes
       WHERE state IN ('succeeded', 'cancelled', 'denied')`,
      [key],
    );
    return async () => {
      await this.query(
        "DELETE FROM change_locks WHERE key = $1 AND mode = 'exclusive'",
        [key],
      );
    };
  }

  newName(prefix: string): string {
    this.#names += 1;
    return `${prefix}-${this.#names}`;
  }

  order(overrides: Record<string, unknown> = {}) {
    return {
      cluster: 'r730',
      name: this.newName('web'),
      owner: 'group:default/team-net',
      domain: 'infrastructure',
      image: 'debian-13',
      size: 'S',
      network: 'servers',
      sshKeys: [KEY],
      ...overrides,
    };
  }

  /** Submits an order and returns its number. */
  async submit(
    input: Record<string, unknown>,
    kind = 'virtual-machine.create',
  ): Promise<number> {
    const operator = await this.as('operator');
    const { status, body } = await operator.call<{ id: number }>(
      'orion-changes/changes',
      {
        body: {
          kind,
          input,
          idempotencyKey: `e2e-${Date.now()}-${Math.random()}`,
        },
      },
    );
    if (status !== 201) {
      throw new Error(`submit answered ${status}: ${JSON.stringify(body)}`);
    }
    return body.id;
  }

  async approve(id: number): Promise<void> {
    const approver = await this.as('approver');
    await approver.waitFor(id, ['awaiting-approval']);
    const { status, body } = await approver.approve(id);
    if (status !== 204) {
      throw new Error(`approve answered ${status}: ${JSON.stringify(body)}`);
    }
  }

  /** Submits a change, has it approved and waits until it has succeeded. */
  async carryOut(
    kind: string,
    input: object,
    timeoutMs = 120_000,
  ): Promise<number> {
    const id = await this.submit({ ...input }, kind);
    await this.approve(id);
    const operator = await this.as('operator');
    await operator.waitFor(id, ['succeeded'], timeoutMs);
    return id;
  }

  /** Orders a guest, has it approved and waits until it is there. */
  async makeGuest(overrides: Record<string, unknown> = {}): Promise<MadeGuest> {
    const order = this.order(overrides);
    const id = await this.submit(order);
    await this.approve(id);
    const operator = await this.as('operator');
    const { target } = await operator.waitFor(id, ['succeeded']);
    return { id, name: order.name, vmid: Number(target.ref!.split('/')[1]) };
  }

  async submitDestroy({ vmid, name }: MadeGuest): Promise<number> {
    return this.submit(
      { cluster: 'r730', vmid, name },
      'virtual-machine.destroy',
    );
  }

  async destroyGuest(guest: MadeGuest): Promise<void> {
    const id = await this.submitDestroy(guest);
    await this.approve(id);
    await (await this.as('operator')).waitFor(id, ['succeeded'], 90_000);
  }

  /** Waits until a condition holds; the text says what was waited for. */
  async until(
    what: string,
    holds: () => Promise<boolean>,
    timeoutMs = 120_000,
  ): Promise<void> {
    const end = Date.now() + timeoutMs;
    while (!(await holds())) {
      if (Date.now() > end) {
        throw new Error(`Not within ${timeoutMs / 1000} s: ${what}`);
      }
      await sleep(100);
    }
  }

  portalLog(): string {
    return readFileSync(this.#stack.portal.logFile, 'utf8');
  }
}

/** Deep for objects; anything else of `over` replaces what was there. */
function merge(base: object, over: object): object {
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const before = result[key];
    result[key] =
      isPlain(before) && isPlain(value) ? merge(before, value) : value;
  }
  return result;
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
