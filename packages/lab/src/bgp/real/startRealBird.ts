import { createConnection } from 'node:net';
import { join } from 'node:path';
import { startReadOnlyBird } from '../access';
import { findDaemon, RealDaemonName } from './findDaemon';
import { RealDaemon } from './RealDaemon';

/** Of this machine, and newer ones beside it. */
export type RealBirdName = Extract<RealDaemonName, `bird${string}`>;

export interface RealBirdOptions {
  /** The text of bird.conf. */
  config: string;
  /** Which BIRD; default: that of this machine. */
  daemon?: RealBirdName;
  /** What starts it, such as `ip netns exec`. */
  within?: string[];
  /** It starts as after a crash, with a graceful restart. */
  recovers?: boolean;
}

/** A real BIRD on this machine. */
export interface RealBird {
  readonly socketPath: string;
  /** A second one, which only reads. */
  readonly readPath: string;
  /** Of the process that runs now. */
  readonly pid: number;
  /** Replaces bird.conf and has it read. */
  configure(config: string): Promise<string>;
  /** One command on the control socket; the raw answer. */
  ask(command: string): Promise<string>;
  kill(signal: NodeJS.Signals): void;
  /** Ends it in order and starts it again, with the configuration it has by then. */
  restart(): Promise<void>;
  readonly output: string;
  stop(): Promise<void>;
}

/** Starts BIRD in the foreground, with its socket in a folder of its own. */
export async function startRealBird(
  options: RealBirdOptions,
): Promise<RealBird> {
  const name = options.daemon ?? 'bird';
  const binary = findDaemon(name);
  if (!binary) {
    throw new Error(`there is no ${name} on this machine`);
  }
  const daemon = new RealDaemon('orion-bird');
  const socketPath = join(daemon.folder, 'bird.ctl');
  const config = daemon.write('bird.conf', options.config);
  const pidPath = join(daemon.folder, 'bird.pid');
  const [program, ...before] = [...(options.within ?? []), binary];
  daemon.start(program, [
    ...before,
    ...['-f', '-c', config, '-s', socketPath, '-P', pidPath],
    ...(options.recovers ? ['-R'] : []),
  ]);
  const answers = () =>
    daemon.waitFor('the control socket', async () =>
      ask(socketPath, 'show status').then(
        () => true,
        () => false,
      ),
    );
  try {
    await answers();
  } catch (error) {
    await daemon.stop();
    throw error;
  }
  const reader = await startReadOnlyBird({
    socket: socketPath,
    path: `${socketPath}.ro`,
  });
  return {
    socketPath,
    readPath: reader.path,
    get pid() {
      return daemon.pid!;
    },
    configure: text => {
      daemon.write('bird.conf', text);
      return ask(socketPath, 'configure');
    },
    ask: command => ask(socketPath, command),
    kill: signal => daemon.kill(signal),
    restart: async () => {
      await daemon.restart();
      await answers();
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

/** The greeting and the answer of one command end with `NNNN ` at the start of a line. */
function ask(socketPath: string, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(socketPath);
    let text = '';
    let greeted = false;
    socket.setEncoding('utf8');
    socket.setTimeout(10_000, () =>
      socket.destroy(new Error(`BIRD did not answer '${command}'`)),
    );
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('BIRD closed its socket')));
    socket.on('data', (data: string) => {
      text += data;
      if (!greeted && /^\d{4} .*\n/.test(text)) {
        greeted = true;
        text = '';
        socket.write(`${command}\n`);
      } else if (greeted && /^\d{4} .*\n$/m.test(text)) {
        resolve(text);
        socket.destroy();
      }
    });
  });
}
