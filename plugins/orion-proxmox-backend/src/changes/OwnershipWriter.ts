import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import { ResponseError } from '@backstage/errors';
import { GuestOwnership } from '@orion/backstage-plugin-orion-proxmox-common';

/**
 * Writes who owns a guest. The columns belong to the proxmox plugin, so this
 * goes over HTTP with the pipeline's own plugin token.
 */
export class OwnershipWriter {
  readonly #auth: AuthService;
  readonly #discovery: DiscoveryService;

  constructor(deps: { auth: AuthService; discovery: DiscoveryService }) {
    this.#auth = deps.auth;
    this.#discovery = deps.discovery;
  }

  async put(
    cluster: string,
    vmid: number,
    ownership: GuestOwnership,
  ): Promise<void> {
    await this.#call(cluster, vmid, 'PUT', ownership);
  }

  /** Gone already is as good as removed now. */
  async remove(cluster: string, vmid: number): Promise<void> {
    await this.#call(cluster, vmid, 'DELETE');
  }

  async find(
    cluster: string,
    vmid: number,
  ): Promise<GuestOwnership | undefined> {
    return (await this.#call(cluster, vmid, 'GET')) as
      | GuestOwnership
      | undefined;
  }

  async #call(
    cluster: string,
    vmid: number,
    method: 'GET' | 'PUT' | 'DELETE',
    body?: GuestOwnership,
  ): Promise<unknown> {
    const { token } = await this.#auth.getPluginRequestToken({
      onBehalfOf: await this.#auth.getOwnServiceCredentials(),
      targetPluginId: 'orion-proxmox',
    });
    const base = await this.#discovery.getBaseUrl('orion-proxmox');
    const answer = await fetch(`${base}/guests/${cluster}/${vmid}/ownership`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
      },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    if (method !== 'PUT' && answer.status === 404) {
      return undefined;
    }
    if (!answer.ok) {
      throw await ResponseError.fromResponse(answer);
    }
    return method === 'GET' ? answer.json() : undefined;
  }
}
