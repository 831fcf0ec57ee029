import { createConnection } from 'node:net';
import { startReadOnlyGobgp } from '../access';
import { findDaemon } from './findDaemon';
import { findFreePort } from './findFreePort';
import { RealDaemon } from './RealDaemon';

export interface RealGobgpOptions {
  /** The generation of its gRPC interface. */
  api: 3 | 4;
  /** The text of gobgpd.toml. */
  config: string;
  /** Default: what `findDaemon` finds. */
  binary?: string;
  /** Where gRPC is served: a TCP port of its own, or a socket in its folder. */
  listen?: 'tcp' | 'unix';
  /** Exactly there instead, `127.0.0.1:port` or `unix:///path`. */
  target?: string;
  /** Runs a copy of its file, `running.toml`, as the role gobgp has it run. */
  copy?: boolean;
  /** Further arguments, such as those of TLS. */
  args?: string[];
  /** What starts it, such as `ip netns exec`: its API is then on a socket. */
  within?: string[];
}

/** A real gobgpd on this machine. */
export interface RealGobgp {
  readonly api: 3 | 4;
  /** `127.0.0.1:port` or `unix:///path`. */
  readonly target: string;
  /** `127.0.0.1:port` of a proxy that only lets reads through; of no use with TLS. */
  readonly readTarget: string;
  /** Of the process that runs now. */
  readonly pid: number;
  /** Where its files are. */
  readonly folder: string;
  kill(signal: NodeJS.Signals): void;
  /** Ends it in order and starts it again, with the same configuration. */
  restart(): Promise<void>;
  readonly output: string;
  stop(): Promise<void>;
}

/** Starts gobgpd with its gRPC interface on loopback. */
export async function startRealGobgp(
  options: RealGobgpOptions,
): Promise<RealGobgp> {
  const binary = options.binary ?? findDaemon(`gobgpd${options.api}`);
  if (!binary) {
    throw new Error(`there is no gobgpd ${options.api} on this machine`);
  }
  const daemon = new RealDaemon('orion-gobgp');
  const target =
    options.target ??
    (options.listen === 'unix'
      ? `unix://${daemon.folder}/gobgp.sock`
      : `127.0.0.1:${await findFreePort()}`);
  const file = daemon.write('gobgpd.toml', options.config);
  const config = options.copy
    ? daemon.write('running.toml', options.config)
    : file;
  const [program, ...before] = [...(options.within ?? []), binary];
  daemon.start(program, [
    ...before,
    ...['-f', config, '--api-hosts', target],
    ...['--pprof-disable', '-p', '-l', 'warn', ...(options.args ?? [])],
  ]);
  const listens = () =>
    daemon.waitFor('the gRPC port', () => isListening(target));
  try {
    await listens();
  } catch (error) {
    await daemon.stop();
    throw error;
  }
  const reader = await startReadOnlyGobgp({ target });
  return {
    api: options.api,
    target,
    readTarget: reader.target,
    get pid() {
      return daemon.pid!;
    },
    folder: daemon.folder,
    kill: signal => daemon.kill(signal),
    restart: async () => {
      await daemon.restart();
      await listens();
    },
    get output() {
      return daemon.output;
    },
    stop: async () => {
      await reader.stop();
      await daemon.stop();
    },
  };
}

function isListening(target: string): Promise<boolean> {
  const { pathname, hostname, port } = new URL(
    target.startsWith('unix:') ? target : `tcp://${target}`,
  );
  const where = target.startsWith('unix:')
    ? { path: pathname }
    : { host: hostname, port: Number(port) };
  return new Promise(resolve => {
    const socket = createConnection(where, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
