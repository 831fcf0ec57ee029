import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Provider } from 'oidc-provider';
import { FaultSwitches, startControl } from '../shared/control';
import type { RunningSimulator, SimulatorOptions } from '../shared/simulator';
import { handleInteraction } from './interactions';
import { OidcState } from './OidcState';
import {
  providerConfiguration,
  type OidcClient,
} from './providerConfiguration';

/** Options of {@link startOidc}: one confidential client. */
export interface OidcOptions extends SimulatorOptions, OidcClient {}

/** The faults the sign-in provider can have. */
export const OIDC_FAULTS = ['down', 'slow'] as const;

/**
 * Starts the lab's OpenID Connect provider. `url` is the issuer; on loopback
 * it is `http://localhost:<port>`, the name browsers treat as secure.
 */
export async function startOidc(
  options: OidcOptions,
): Promise<RunningSimulator> {
  const { host = '127.0.0.1', log = () => {} } = options;
  const state = new OidcState(options.stateDir);
  const faults = new FaultSwitches(OIDC_FAULTS);

  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host, () => resolve());
  });
  const { port } = server.address() as AddressInfo;
  const issuer = `http://${publicName(host)}:${port}`;
  const provider = createProvider(issuer, options, state);
  provider.on('server_error', (_ctx, error) => log(`oidc: ${error}`));
  const callback = provider.callback();

  server.on('request', async (req, res) => {
    try {
      if (faults.take('down')) {
        req.socket.destroy();
        return;
      }
      const slow = faults.take('slow');
      if (slow) {
        await sleep(Number(slow.ms ?? 1000));
      }
      if (!(await handleInteraction(provider, req, res))) {
        await callback(req, res);
      }
    } catch (error) {
      log(`oidc: ${error}`);
      req.socket.destroy();
    }
  });

  const control =
    options.controlPort === undefined
      ? undefined
      : await startControl({
          host,
          port: options.controlPort,
          faults,
          actions: { signEveryoneOut: () => state.clear() },
          reset: () => state.clear(),
        });
  return {
    name: 'oidc',
    url: issuer,
    controlUrl: control?.url,
    stop: async () => {
      const closed = new Promise<void>(resolve => {
        server.close(() => resolve());
      });
      server.closeAllConnections();
      await Promise.all([closed, control?.stop()]);
      state.flush();
    },
  };
}

function publicName(host: string): string {
  if (['127.0.0.1', '::1', '0.0.0.0', '::', 'localhost'].includes(host)) {
    return 'localhost';
  }
  return host.includes(':') ? `[${host}]` : host;
}

function createProvider(
  issuer: string,
  client: OidcClient,
  state: OidcState,
): Provider {
  const provider = new Provider(issuer, providerConfiguration(client, state));
  // OpenID Connect grants offline_access only together with a consent prompt.
  // Backstage sends none, as real providers do not insist, so it is added here.
  provider.use(async (ctx, next) => {
    const { scope, prompt } = ctx.query;
    const wantsOffline =
      ctx.path === '/auth' &&
      typeof scope === 'string' &&
      scope.split(' ').includes('offline_access');
    if (wantsOffline && (prompt === undefined || prompt === 'login')) {
      const added = prompt === undefined ? 'consent' : `${prompt} consent`;
      ctx.query = { ...ctx.query, prompt: added };
    }
    await next();
  });
  return provider;
}
