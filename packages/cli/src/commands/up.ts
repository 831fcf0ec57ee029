import { Stack } from '../stack/Stack';
import { buildTechdocs } from '../stack/techdocs';
import { takeUpLock } from '../stack/upLock';
import { Steps } from '../util/Steps';

/** Starts everything and stays until Ctrl-C. */
export async function up(options: {
  port: string;
  lab: boolean;
  dev?: boolean;
  devPort: string;
}): Promise<void> {
  const port = readPort('--port', options.port);
  const devPort = readPort('--dev-port', options.devPort);
  const steps = new Steps();
  const stack = new Stack({
    port,
    lab: options.lab,
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

/** The first signal stops in order; engines that run are left to finish. */
function stopOnSignal(stack: Stack, steps: Steps, unlock: () => void) {
  const state = {
    begun: false,
    stop(code: number) {
      if (state.begun) {
        return;
      }
      state.begun = true;
      stack.stop().then(
        () => {
          unlock();
          steps.say(
            'stopped',
            'a running engine finishes by itself; the next start takes it up',
          );
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
  return state;
}
