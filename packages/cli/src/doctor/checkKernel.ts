import { openPlace } from './openPlace';
import { PlaceSettings } from './readSettings';
import { Finding } from './types';

const DEADLINE_MS = 30_000;
/** A full table of both families is less. */
const MAX_BYTES = 512 * 1024 * 1024;
const BANNER = 'orion-kernel-routes 1\n';
const END = '\nend\n';

/** A router's kernel: are its routes said, and to their end. */
export async function checkKernel(
  id: string,
  place: PlaceSettings,
): Promise<Finding> {
  const subject = `kernel of router ${id}`;
  const key = `orion.bgp.routers.${id}.kernel`;
  const where = place.ssh
    ? `ssh ${place.ssh.user}@${place.ssh.host}`
    : place.socket;
  try {
    const bytes = await readToTheEnd(key, place);
    return {
      state: 'ok',
      subject,
      found: `${where} says its routes, ${bytes} bytes`,
    };
  } catch (error) {
    return {
      state: 'failed',
      subject,
      found: `${where}: ${(error as Error).message}`,
      remedy: place.ssh
        ? `let kernel-routes be the forced command of the key of ${key}.ssh`
        : `check ${key}.socket, and that kernel-routes answers there`,
    };
  }
}

async function readToTheEnd(
  key: string,
  place: PlaceSettings,
): Promise<number> {
  const signal = AbortSignal.timeout(DEADLINE_MS);
  const stream = await openPlace(key, place, signal);
  const abort = () => stream.destroy(new Error('it does not come to an end'));
  signal.addEventListener('abort', abort, { once: true });
  let [bytes, head, tail] = [0, '', ''];
  try {
    for await (const chunk of stream) {
      const text = chunk.toString('latin1');
      bytes += text.length;
      head = (head + text).slice(0, BANNER.length);
      tail = (tail + text).slice(-END.length);
      if (!BANNER.startsWith(head) || bytes > MAX_BYTES) {
        throw new Error('that is not kernel-routes');
      }
      if (head === BANNER && tail === END) {
        return bytes;
      }
    }
    throw new Error('it ended before everything was said');
  } finally {
    signal.removeEventListener('abort', abort);
    stream.destroy();
  }
}
