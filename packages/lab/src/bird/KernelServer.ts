import { mkdirSync, rmSync } from 'node:fs';
import { createServer, Server } from 'node:net';
import { dirname } from 'node:path';
import { BgpWorld } from '../bgp/BgpWorld';
import { BirdFaults } from './faults';
import { KernelRoute, renderKernelRoutes } from './render/renderKernelRoutes';

/** The machine was started this long before its BIRD. */
const BOOT_SECONDS = 20;

/** What a {@link KernelServer} needs. */
export interface KernelServerDeps {
  path: string;
  world(): BgpWorld;
  faults: BirdFaults;
}

/**
 * The router's kernel behind a socket, as systemd puts `kernel-routes` behind
 * one: whoever connects gets everything and the end.
 */
export class KernelServer {
  readonly #deps: KernelServerDeps;
  #server?: Server;

  constructor(deps: KernelServerDeps) {
    this.#deps = deps;
  }

  /** Rejects when something else holds the socket. */
  async listen(): Promise<void> {
    const { path } = this.#deps;
    mkdirSync(dirname(path), { recursive: true });
    rmSync(path, { force: true });
    const server = createServer(socket => {
      socket.on('error', () => {});
      socket.end(this.#text());
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, resolve);
    });
    this.#server = server;
  }

  async stop(): Promise<void> {
    await new Promise<void>(resolve => {
      if (this.#server) {
        this.#server.close(() => resolve());
      } else {
        resolve();
      }
    });
    rmSync(this.#deps.path, { force: true });
  }

  #text(): string {
    const world = this.#deps.world();
    const lacks = this.#deps.faults.peek('kernelLacks');
    const routes = world.state.others
      .flatMap(({ type, family, ...rest }) =>
        type === 'Kernel' && family ? [{ type, family, ...rest }] : [],
      )
      .flatMap(kernel =>
        world.exports(kernel, kernel).map(
          ({ attributes, prefix }): KernelRoute => ({
            family: kernel.family,
            prefix,
            gateway: attributes?.nextHopLinkLocal ?? attributes?.nextHop,
          }),
        ),
      )
      .filter(
        ({ family, prefix }) =>
          prefix !== lacks?.prefix && family !== lacks?.family,
      );
    const started = Math.floor(world.state.startedAt / 1000);
    return renderKernelRoutes(routes, started - BOOT_SECONDS);
  }
}
