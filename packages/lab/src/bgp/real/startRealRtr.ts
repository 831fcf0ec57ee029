import { findDaemon } from './findDaemon';
import { RealDaemon } from './RealDaemon';
import { REAL_ADDRESSES } from './RealNetwork';

const REFRESH_MS = 30_000;

/**
 * Starts `stayrtr` on ROAs that are served elsewhere: it reads a file that follows
 * them, because nobody on a machine of the lab's own reaches this one's network.
 *
 * @param options.roas - Their URL, as JSON.
 * @returns undefined where this machine has no stayrtr.
 */
export async function startRealRtr(options: {
  roas: string;
  port: number;
  within?: string[];
}): Promise<{ stop(): Promise<void> } | undefined> {
  const binary = findDaemon('stayrtr');
  if (!binary) {
    return undefined;
  }
  const { port, roas, within = [] } = options;
  const daemon = new RealDaemon('orion-stayrtr');
  const follow = async () => {
    const answer = await fetch(roas);
    if (!answer.ok) {
      throw new Error(`${roas} answered ${answer.status}`);
    }
    return daemon.write('roas.json', await answer.text());
  };
  try {
    const cache = await follow();
    const [program, ...args] = [
      ...within,
      ...[binary, '-cache', cache, '-bind', `${REAL_ADDRESSES.rtr}:${port}`],
      ...['-checktime=false', '-metrics.addr', '', '-refresh', '30'],
    ];
    daemon.start(program, args);
    await daemon.waitFor('the first ROAs', () =>
      /New update|Server started/.test(daemon.output),
    );
  } catch (error) {
    await daemon.stop();
    throw error;
  }
  // What was read last holds while nobody answers.
  const timer = setInterval(() => {
    follow().catch(() => {});
  }, REFRESH_MS);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await daemon.stop();
    },
  };
}
