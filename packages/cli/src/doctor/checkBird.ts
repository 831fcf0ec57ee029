import { openPlace } from './openPlace';
import { PlaceSettings, RouterSettings } from './readSettings';
import { Finding } from './types';

const DEADLINE_MS = 10_000;
/** Answer to a command a restricted connection may not give. */
const DENIED = '8007';
/** Alters nothing: there is no such session. In quotation marks, or BIRD stops at the name. */
const PROBE = 'enable "orion_doctor_probe"\n';
/** Reads, and is not among what the key for actions may ask. */
const READ = 'show memory\n';
const READING_SOCKET =
  'give ORION a socket of its own: cli "<path>" { restrict }; (BIRD 2.16 and later, "restrict;" from 2.18 and 3.1 on)';

/** A router's BIRD: does it answer, and what may ORION's way to it do. */
export async function checkBird(
  id: string,
  { bird = {}, actions }: RouterSettings,
): Promise<Finding> {
  const subject = `router ${id}`;
  const key = `orion.bgp.routers.${id}.bird`;
  const { ssh } = bird;
  const where = ssh ? `ssh ${ssh.user}@${ssh.host}` : bird.socket;
  if (ssh && actions?.bird?.ssh?.identityFile === ssh.identityFile) {
    return {
      state: 'failed',
      subject,
      found: `${where}: the key that reads is the key that acts`,
      remedy: `give orion.bgp.routers.${id}.actions.bird.ssh a key of its own`,
    };
  }
  if (bird.socket && actions?.bird?.socket === bird.socket) {
    return {
      state: 'failed',
      subject,
      found: `${where}: the socket that reads is the socket that acts`,
      remedy: READING_SOCKET,
    };
  }
  try {
    const { greeting, probe, read } = await ask(key, bird);
    if (read.startsWith(DENIED)) {
      return {
        state: 'failed',
        subject,
        found: `${greeting}; ${where} is let in to act, not to read`,
        remedy: `give ${key}.ssh the key whose command is bird-readonly`,
      };
    }
    const found = ssh ? 'the key reads only' : 'socket reads only';
    return probe.startsWith(DENIED)
      ? { state: 'ok', subject, found: `${greeting}, ${found}` }
      : mayDoMore(subject, greeting, Boolean(ssh));
  } catch (error) {
    return {
      state: 'failed',
      subject,
      found: `${where}: ${(error as Error).message}`,
      remedy: ssh
        ? `check ${key}.ssh, and the forced command of its key on the router`
        : `check ${key}.socket and who may open it`,
    };
  }
}

function mayDoMore(subject: string, greeting: string, ssh: boolean): Finding {
  return {
    state: 'warning',
    subject,
    found: `${greeting}; this ${
      ssh ? 'key' : 'socket'
    } may also alter the router, ORION restricts its own connections`,
    remedy: ssh
      ? 'let bird-readonly be the forced command of the key'
      : READING_SOCKET,
  };
}

/** The greeting, and what the daemon says to a command that needs rights and to one that does not. */
async function ask(key: string, bird: PlaceSettings) {
  const signal = AbortSignal.timeout(DEADLINE_MS);
  const stream = await openPlace(key, bird, signal);
  let text = '';
  let from = 0;
  const answer = () =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        // A reply ends with a line that has a space after its code.
        const end = /^\d{4} .*\n/m.exec(text.slice(from));
        if (end) {
          const reply = text.slice(from, from + end.index + end[0].length);
          from += reply.length;
          stream.off('data', look);
          resolve(reply);
        }
      };
      stream.on('data', look);
      stream.once('error', reject);
      stream.once('close', () => reject(new Error('it closed the connection')));
      signal.onabort = () => reject(new Error('it does not answer'));
      look();
    });
  stream.setEncoding('utf8');
  stream.on('data', chunk => {
    text = (text + chunk).slice(0, 64 * 1024);
  });
  try {
    const greeting = (await answer()).trim();
    stream.write(PROBE);
    const probe = await answer();
    stream.write(READ);
    const read = await answer();
    return {
      greeting: greeting.slice(5).replace(/ ready\.$/, ''),
      probe,
      read,
    };
  } finally {
    stream.on('error', () => {});
    stream.destroy();
  }
}
