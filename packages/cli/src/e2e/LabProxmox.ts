import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { PROXMOX_TOKENS } from '../stack/lab';
import { paths } from '../util/paths';
import { Ports } from '../util/ports';
import { LabSecrets } from '../util/secrets';

export interface LabGuest {
  vmid: number;
  name?: string;
  node: string;
  status: string;
}

/**
 * The lab's Proxmox as a witness: read over its own API, beside ORION, and with
 * its fault switches.
 */
export class LabProxmox {
  readonly #ports: Ports;
  readonly #token: string;
  readonly #dispatcher: Agent;

  /** `lab` is the folder of the lab's state, with its certificate. */
  constructor(ports: Ports, secrets: LabSecrets, lab = paths.lab) {
    this.#ports = ports;
    this.#token = `PVEAPIToken=${PROXMOX_TOKENS.read}=${secrets.proxmoxReadSecret}`;
    const ca = readFileSync(join(lab, 'proxmox', 'ca.pem'), 'utf8');
    this.#dispatcher = new Agent({ connect: { ca } });
  }

  async get<T>(path: string): Promise<T> {
    const answer = await request(
      `https://127.0.0.1:${this.#ports.proxmox}/api2/json/${path}`,
      {
        dispatcher: this.#dispatcher,
        headers: { authorization: this.#token },
      },
    );
    const text = await answer.body.text();
    if (answer.statusCode >= 400) {
      throw new Error(`${path}: ${answer.statusCode} ${answer.statusText}`);
    }
    return (JSON.parse(text) as { data: T }).data;
  }

  async guests(): Promise<LabGuest[]> {
    return this.get('cluster/resources?type=vm');
  }

  async guestsNamed(name: string): Promise<LabGuest[]> {
    const vmids = (await this.guests()).map(({ vmid }) => vmid);
    const configs = await Promise.all(
      vmids.map(async vmid => ({
        vmid,
        node: 'pve1',
        status: '',
        name: (await this.config(vmid))?.name as string | undefined,
      })),
    );
    return configs.filter(guest => guest.name === name);
  }

  async config(
    vmid: number,
  ): Promise<Record<string, string | number> | undefined> {
    return this.get<Record<string, string | number>>(
      `nodes/pve1/qemu/${vmid}/config`,
    ).catch(() => undefined);
  }

  async volumes(
    vmid: number,
    storage = 'local-lvm',
  ): Promise<{ volid: string }[]> {
    return this.get(`nodes/pve1/storage/${storage}/content?vmid=${vmid}`);
  }

  async fault(name: string, options: object = {}): Promise<void> {
    await this.control('PUT', `faults/${name}`, options);
  }

  async clearFaults(): Promise<void> {
    await this.control('DELETE', 'faults');
  }

  async action(name: string, options: object): Promise<void> {
    await this.control('POST', `actions/${name}`, options);
  }

  /** Clone requests the API received for a VMID since the log was cleared. */
  async clones(vmid: number): Promise<number> {
    const seen = await this.control<
      { method: string; path: string; params?: Record<string, string> }[]
    >('GET', 'requests?method=POST');
    return seen.filter(
      ({ path, params }) =>
        path.endsWith('/clone') && Number(params?.newid) === vmid,
    ).length;
  }

  async control<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await fetch(
      `http://127.0.0.1:${this.#ports.proxmoxControl}/${path}`,
      {
        method,
        headers: { 'content-type': 'application/json' },
        body: body && JSON.stringify(body),
      },
    );
    const text = await answer.text();
    if (!answer.ok) {
      throw new Error(
        `lab control ${method} ${path}: ${answer.status} ${text}`,
      );
    }
    return (text ? JSON.parse(text) : undefined) as T;
  }
}
