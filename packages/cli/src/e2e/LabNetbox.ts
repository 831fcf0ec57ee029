import { Ports } from '../util/ports';
import { LabSecrets } from '../util/secrets';

export interface LabAddress {
  id: number;
  address: string;
  status: { value: string };
  assigned_object: { name: string; virtual_machine: { name: string } } | null;
  custom_fields: { orion_change_id: string | null };
}

/** The lab's NetBox as a witness, and its fault switches. */
export class LabNetbox {
  readonly #ports: Ports;
  readonly #token: string;

  constructor(ports: Ports, secrets: LabSecrets) {
    this.#ports = ports;
    this.#token = secrets.netboxReadToken;
  }

  async list<T>(path: string): Promise<T[]> {
    const answer = await fetch(
      `http://127.0.0.1:${this.#ports.netbox}/api/${path}`,
      {
        headers: { authorization: `Token ${this.#token}` },
      },
    );
    if (!answer.ok) {
      throw new Error(`NetBox ${path}: ${answer.status}`);
    }
    return ((await answer.json()) as { results: T[] }).results;
  }

  /** Addresses that carry a change's id, compared exactly. */
  async addressesOf(changeId: number): Promise<LabAddress[]> {
    const all = await this.list<LabAddress>('ipam/ip-addresses/?limit=0');
    return all.filter(
      ({ custom_fields: fields }) =>
        fields.orion_change_id === String(changeId),
    );
  }

  async machinesNamed(name: string) {
    return this.list<{
      id: number;
      name: string;
      primary_ip4: { address: string } | null;
    }>(`virtualization/virtual-machines/?name=${name}`);
  }

  /** Changes the BGP session of a machine, as somebody does in NetBox. */
  async setSession(name: string, machine: string, data: object): Promise<void> {
    const query = new URLSearchParams({ name, virtualmachine: machine });
    const [{ id }] = await this.list<{ id: number }>(
      `plugins/bgp/session/?${query}`,
    );
    const model = 'netbox_bgp.bgpsession';
    await this.#control('POST', 'actions/update', { model, id, data });
  }

  async fault(name: string, options: object = {}): Promise<void> {
    await this.#control('PUT', `faults/${name}`, options);
  }

  async clearFaults(): Promise<void> {
    await this.#control('DELETE', 'faults');
  }

  async #control(method: string, path: string, body?: object): Promise<void> {
    const answer = await fetch(
      `http://127.0.0.1:${this.#ports.netboxControl}/${path}`,
      {
        method,
        headers: { 'content-type': 'application/json' },
        body: body && JSON.stringify(body),
      },
    );
    if (!answer.ok) {
      throw new Error(
        `lab control ${method} ${path}: ${
          answer.status
        } ${await answer.text()}`,
      );
    }
  }
}
