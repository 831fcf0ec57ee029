import { setTimeout as sleep } from 'node:timers/promises';
import { liveEngines } from '../stack/liveEngines';
import { Stack } from '../stack/Stack';
import { buildTechdocs } from '../stack/techdocs';
import { takeUpLock } from '../stack/upLock';
import { inOwnSession, onOrphaned, runInOwnSession } from '../util/ownSession';
import { Steps } from '../util/Steps';

const ENGINE_LOOK_MS = 500;

/** Starts everything and stays until Ctrl-C. */
export async function up(options: {
  port: string;
  lab: boolean;
  realBgp?: boolean;
  dev?: boolean;
  devPort: string;
}): Promise<void> {
  if (!inOwnSession) {
    process.exitCode = await runInOwnSession();
    return;
  }
  const port = readPort('--port', options.port);
  const devPort = readPort('--dev-port', options.devPort);
  const steps = new Steps();
  const stack = new Stack({
    port,
    lab: options.lab,
    realBgp: options.realBgp,
    steps,
    developmentPort: options.dev ? devPort : undefined,
  });
  const unlock = takeUpLock(stack.baseUrl);
  const stopping = stopOnSignal(stack, steps, unlock);
  try {
    await stack.start();
  } catch (error) {
    unlock();
    throw error;
  }
  stack.portal.onExit(code => {
    if (!stopping.begun) {
      steps.say(
        'portal',
        `ended by itself (exit ${code}); see ${stack.portal.logFile}`,
      );
      stopping.stop(1);
    }
  });
  steps.say('ready', stack.appUrl);
  if (options.lab) {
    steps.say(
      'sign in',
      'viewer, operator, approver, admin (no password in the lab)',
    );
  }
  steps.say('stop', 'Ctrl-C');
  // Nobody waits for the documentation, and a machine without Python has none.
  await steps
    .run('docs', buildTechdocs, told => told)
    .catch(error => {
      steps.say(
        'docs',
        `not available: ${String(error.message).split('\n')[0]}`,
      );
    });
}

function readPort(option: string, given: string): number {
  const port = Number(given);
  if (!Number.isInteger(port) || port < 1024 || port > 65_000) {
    throw new Error(
      `${option} must be a number from 1024 to 65000, not ${given}`,
    );
  }
  return port;
}

/**
 * The first signal stops in order: portal first, then what runs engines need.
 * A second one does not wait for engines; the next start takes them up.
 */
function stopOnSignal(stack: Stack, steps: Steps, unlock: () => void) {
  const state = {
    begun: false,
    patient: true,
    stop(code: number) {
      if (state.begun) {
        state.patient = false;
        return;
      }
      state.begun = true;
      stopInOrder(stack, steps, () => state.patient).then(
        said => {
          unlock();
          steps.say('stopped', said);
          process.exit(code);
        },
        error => {
          unlock();
          process.stderr.write(`orion: ${error.message}\n`);
          process.exit(1);
        },
      );
    },
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!state.begun) {
        steps.say('stopping', 'portal, lab, PostgreSQL');
      }
      state.stop(0);
    });
  }
  onOrphaned(() => state.stop(1));
  return state;
}

/** Engines write their state into PostgreSQL and talk to the lab: both stay until they have ended. */
async function stopInOrder(
  stack: Stack,
  steps: Steps,
  patient: () => boolean,
): Promise<string> {
  await stack.stopPortal();
  let live = await liveEngines();
  if (live.length > 0 && patient()) {
    steps.say(
      'engine',
      `change #${live.join(
        ', #',
      )} is being applied: it ends first. Ctrl-C again leaves it to the next start`,
    );
  }
  while (live.length > 0 && patient()) {
    await sleep(ENGINE_LOOK_MS);
    live = await liveEngines();
  }
  await stack.stop();
  return live.length > 0
    ? `change #${live.join(', #')} was left running; the next start takes it up`
    : 'nothing runs any more';
}
