import { setTimeout as sleep } from 'node:timers/promises';
import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { Stack } from '../stack/Stack';
import { Ports, portsFrom } from '../util/ports';
import { Steps } from '../util/Steps';
import { LabProxmox } from './LabProxmox';
import { LabNetbox } from './LabNetbox';
import { PortalSession } from './PortalSession';

const KEY =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ8m0f0b7l0Vn1y8nYVn3M1Z2q0e0c0d0f0a0b0c0d0e ops';

/** A guest that a story ordered, with the change that made it. */
export interface MadeGuest {
  id: number;
  vmid: number;
  name: string;
}

/** A whole installation for the end-to-end stories, with its lab in reach. */
export class House {
  readonly #stack: Stack;
  readonly ports: Ports;
  readonly #sessions = new Map<string, PortalSession>();
  proxmox!: LabProxmox;
  netbox!: LabNetbox;
  #names = 0;

  constructor(port: number) {
    this.#stack = new Stack({ port, lab: true, steps: new Steps() });
    this.ports = portsFrom(port);
  }

  get baseUrl(): string {
    return this.#stack.baseUrl;
  }

  /** The restricted static token of `orion verify`. */
  get verifyToken(): string {
    return this.#stack.secrets.verifyToken;
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
  }

  async stop(): Promise<void> {
    await this.#stack.stop();
  }

  async as(
    account: 'viewer' | 'operator' | 'approver' | 'admin',
  ): Promise<PortalSession> {
    const known = this.#sessions.get(account);
    if (known) {
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

  async restartPortal(): Promise<void> {
    await this.#stack.portal.stop();
    await this.#stack.startPortal();
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
    role?: string,
  ): Promise<T[]> {
    return this.#ask('backstage_plugin_orion-changes', async client => {
      await (role && client.query(`SET ROLE ${role}`));
      return (await client.query(text, values)).rows as T[];
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
    timeoutMs = 60_000,
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

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
