import { Ports } from '../util/ports';

/** The gateway, a BIRD, and the GoBGP beside it. */
export type LabRouter = 'gw1' | 'gw2';

/** The switches of the lab's routers and of its ROA validator. */
export class LabRouters {
  readonly #ports: Ports;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** Takes a session down, as a neighbor would; it stays down. */
  async sessionDown(
    name: string,
    error: string,
    router: LabRouter = 'gw1',
  ): Promise<void> {
    await this.#act(router, 'sessionDown', name, { error });
  }

  async sessionUp(name: string, router: LabRouter = 'gw1'): Promise<void> {
    await this.#act(router, 'sessionUp', name);
  }

  /** Has the transit of the GoBGP announce these, or those no more. */
  async announce(name: string, prefixes: string[]): Promise<void> {
    const family = prefixes[0].includes(':') ? 'ipv6' : 'ipv4';
    const attributes = {
      origin: 'IGP',
      asPath: [6939],
      nextHop: family === 'ipv6' ? '2001:db8:100::1' : '198.51.100.1',
    };
    const routes = prefixes.map(prefix => ({ prefix, attributes }));
    await this.#act('gw2', 'announce', name, { family, routes });
  }

  async withdraw(name: string, prefixes: string[]): Promise<void> {
    const family = prefixes[0].includes(':') ? 'ipv6' : 'ipv4';
    await this.#act('gw2', 'withdraw', name, { family, prefixes });
  }

  /** The gateway takes routes over its session with the GoBGP, as for a cut-over, or none. */
  async takeInside(takes: boolean): Promise<void> {
    await this.#act('gw1', 'takeInside', 'shadow', { takes });
  }

  /** Starts the GoBGP anew: what it was told at run time is gone. */
  async restartGobgp(): Promise<void> {
    await this.#send('POST', this.#ports.gobgpControl, 'actions/restart', {});
  }

  /** A fault of the gateway's control socket, or of the GoBGP's API. */
  async setFault(
    name: string,
    options: object = {},
    router: LabRouter = 'gw1',
  ): Promise<void> {
    const { birdControl, gobgpControl } = this.#ports;
    const port = router === 'gw1' ? birdControl : gobgpControl;
    await this.#send('PUT', port, `faults/${name}`, options);
  }

  /** Also brings up what was taken down. */
  async clearFaults(): Promise<void> {
    await this.sessionUp('he_v6');
    await this.sessionUp('he_v6', 'gw2');
    const { birdControl, gobgpControl, validatorControl } = this.#ports;
    for (const port of [birdControl, gobgpControl, validatorControl]) {
      await this.#send('DELETE', port, 'faults');
    }
  }

  #act(
    router: LabRouter,
    action: string,
    name: string,
    more: object = {},
  ): Promise<void> {
    const { birdControl, gobgpControl } = this.#ports;
    // BIRD's sessions go by their name, GoBGP's by that or their address.
    return router === 'gw1'
      ? this.#send('POST', birdControl, `actions/${action}`, { name, ...more })
      : this.#send('POST', gobgpControl, `actions/${action}`, {
          session: name,
          ...more,
        });
  }

  async #send(
    method: string,
    port: number,
    path: string,
    body?: object,
  ): Promise<void> {
    const answer = await fetch(`http://127.0.0.1:${port}/${path}`, {
      method,
      body: body && JSON.stringify(body),
    });
    if (!answer.ok) {
      throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    }
  }
}
