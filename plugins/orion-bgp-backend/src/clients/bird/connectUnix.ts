import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

/** Connects to a control socket on this machine; rejects with the system's error. */
export function connectUnix(path: string): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}
