import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { openSsh, readSshTarget } from '@orion/engines/ssh';
import { PlaceSettings } from './readSettings';

/**
 * Opens a socket of this machine, or what is behind the forced command of a key.
 *
 * @param key - names the block of configuration in messages
 */
export async function openPlace(
  key: string,
  { socket, ssh }: PlaceSettings,
  signal: AbortSignal,
): Promise<Duplex> {
  if (ssh) {
    return openSsh(readSshTarget(`${key}.ssh`, ssh), signal);
  }
  const stream = connect({ path: socket ?? '' });
  await new Promise<void>((resolve, reject) => {
    stream.once('connect', resolve);
    stream.once('error', reject);
  });
  return stream;
}
