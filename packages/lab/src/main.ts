import { readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { RunningSimulator, SimulatorOptions } from './shared/simulator';

type Start = (options: SimulatorOptions) => Promise<RunningSimulator>;

/** Loaded on demand, so that each simulator runs without the others' code. */
const simulators: Record<string, () => Promise<Start>> = {
  proxmox: async () => exported(await import('./proxmox'), 'startProxmox'),
  netbox: async () => exported(await import('./netbox'), 'startNetbox'),
  oidc: async () => exported(await import('./oidc'), 'startOidc'),
  bird: async () => exported(await import('./bird'), 'startBird'),
  gobgp: async () => exported(await import('./gobgp'), 'startGobgp'),
  validator: async () =>
    exported(await import('./validator'), 'startValidator'),
};
/** Those that listen on a socket in the file system instead of a port. */
const withoutPort = new Set(['bird']);

/**
 * The transform turns modules into CommonJS, whose names a native `import()`
 * only finds below `default`; under Jest they are direct.
 */
function exported(module: object, name: string): Start {
  const found = module as Record<string, unknown>;
  const inner = found.default as Record<string, unknown> | undefined;
  return (found[name] ?? inner?.[name]) as Start;
}

const usage =
  'start <proxmox|netbox|oidc|bird|gobgp|validator> --port N [--path SOCKET] [--control-port N] [--state-dir D] [--host H] [--options FILE]';

async function main() {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string' },
      path: { type: 'string' },
      'control-port': { type: 'string' },
      'state-dir': { type: 'string' },
      host: { type: 'string' },
      options: { type: 'string' },
    },
  });
  // `yarn start proxmox` and `main.ts start proxmox` are both understood.
  const [name] = positionals.filter(word => word !== 'start');
  const known = name && Object.hasOwn(simulators, name);
  if (!known || (values.port === undefined && !withoutPort.has(name))) {
    throw new Error(`usage: ${usage}`);
  }
  const stateDir = values['state-dir'];
  const start = await simulators[name]();
  const running = await start({
    // Tokens and clients come by file: an argument list is public.
    ...(values.options
      ? JSON.parse(readFileSync(values.options, 'utf8'))
      : undefined),
    port: portOf(values.port ?? '0'),
    ...(values.path ? { path: resolve(values.path) } : undefined),
    ...(values.host ? { host: values.host } : undefined),
    controlPort:
      values['control-port'] === undefined
        ? undefined
        : portOf(values['control-port']),
    stateDir: stateDir && (isAbsolute(stateDir) ? stateDir : resolve(stateDir)),
    log: line => process.stderr.write(`${line}\n`),
  });
  stopOnSignal(running);
  process.stdout.write(`${JSON.stringify(describe(running))}\n`);
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error(`no port: ${text}`);
  }
  return port;
}

/** Where everything is; secrets stay in the file `tokensPath` names. */
function describe(running: RunningSimulator) {
  const { name, url, controlUrl } = running;
  const extra = running as { caPath?: string; tokensPath?: string };
  return {
    name,
    url,
    controlUrl,
    caPath: extra.caPath,
    tokensPath: extra.tokensPath,
    pid: process.pid,
  };
}

function stopOnSignal(running: RunningSimulator) {
  const stop = () => {
    running.stop().then(
      () => process.exit(0),
      error => {
        process.stderr.write(`${error}\n`);
        process.exit(1);
      },
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

main().catch(error => {
  process.stderr.write(`${error?.message ?? error}\n`);
  process.exit(1);
});
