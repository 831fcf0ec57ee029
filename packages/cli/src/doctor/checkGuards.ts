import { askLine, openSsh, readSshTarget } from '@orion/engines/ssh';
import { GuardSettings } from './readSettings';
import { Finding } from './types';

const DEADLINE_MS = 20_000;
/** No session can be with the broadcast address, so there is nothing to watch over. */
const NOBODY = '255.255.255.255';
const PROBE = `orion guard doctor-probe 1 enable ${NOBODY}`;
/** That it was looked for shows that GoBGP answers the guard. */
const LOOKED = `8003 GoBGP has no neighbor ${NOBODY}`;

/** What a router with GoBGP takes back by itself: does it watch when it is told to. */
export async function checkGuards(
  id: string,
  { ssh = {} }: GuardSettings,
): Promise<Finding> {
  const subject = `guard of router ${id}`;
  const key = `orion.bgp.routers.${id}.actions.gobgp.guard.ssh`;
  const where = `ssh ${ssh.user}@${ssh.host}`;
  try {
    const signal = AbortSignal.timeout(DEADLINE_MS);
    const stream = await openSsh(readSshTarget(key, ssh), signal);
    const answer = await askLine(stream, PROBE, signal);
    if (answer === LOOKED) {
      return {
        state: 'ok',
        subject,
        found: `${where} watches over actions, and GoBGP answers it`,
      };
    }
    return answer.startsWith('8003 ')
      ? {
          state: 'failed',
          subject,
          found: `${where}: ${answer.slice(5)}`,
          remedy: `start gobgpd, and let ${ssh.user} open its socket: group gobgp`,
        }
      : {
          state: 'failed',
          subject,
          found: `${where}: that is not gobgp-guards`,
          remedy: `let gobgp-guards be the forced command of the key of ${key}`,
        };
  } catch (error) {
    return {
      state: 'failed',
      subject,
      found: `${where}: ${(error as Error).message}`,
      remedy: `check ${key}, and the forced command of its key on the router`,
    };
  }
}
