import { Ports } from '../util/ports';

/** The switches of the lab's routers and of its ROA validator. */
export class LabRouters {
  readonly #ports: Ports;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** Takes a session down, as a neighbor would; it stays down. */
  async sessionDown(name: string, error: string): Promise<void> {
    await this.#post(this.#ports.birdControl, 'actions/sessionDown', {
      name,
      error,
    });
  }

  async sessionUp(name: string): Promise<void> {
    await this.#post(this.#ports.birdControl, 'actions/sessionUp', { name });
  }

  /** A fault of the gateway's control socket. */
  async setFault(name: string, options: object = {}): Promise<void> {
    await this.#send('PUT', this.#ports.birdControl, `faults/${name}`, options);
  }

  /** Also brings up what was taken down. */
  async clearFaults(): Promise<void> {
    await this.sessionUp('he_v6');
    const { birdControl, gobgpControl, validatorControl } = this.#ports;
    for (const port of [birdControl, gobgpControl, validatorControl]) {
      await this.#send('DELETE', port, 'faults');
    }
  }

  #post(port: number, path: string, body: object): Promise<void> {
    return this.#send('POST', port, path, body);
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
