import { isSwitchedOff } from '@orion/backstage-plugin-orion-bgp-common';
import {
  failed,
  GateFacts,
  GateRouter,
  GateVerdict,
  passed,
} from './GateFacts';
import { judgeKernel } from './judgeKernel';
import { butMoved } from './movedInputs';
import { agoText, isLongAgo } from './rehearsedWhen';

/** BIRD reads its configuration a moment after it says that it started. */
const START_TOLERANCE_MS = 60_000;
/** What starts with the machine has started by then. */
export const BOOT_MS = 10 * 60_000;

/**
 * Whether the machine of both routers was started with what they run, both came
 * back by that alone with every session, and the kernel has its routes since. A
 * machine that cannot be asked when it was started shows nothing, and a daemon
 * that was merely started again shows too little.
 */
export function judgeRestart(facts: GateFacts): GateVerdict {
  const { from, now, to } = facts;
  const sides = [from, to];
  const inputs = sides.map(({ id, sessions }) => ({
    name: `sessions up on ${id}`,
    rows: sessions.filter(({ state }) => state === 'established').length,
  }));
  const problem = sides.map(one => problemOf(one, now)).find(Boolean);
  if (problem) {
    return failed(problem, inputs);
  }
  const kernel = judgeKernel(facts);
  if (kernel.state !== 'passed') {
    return failed(
      `Both came back, but the kernel does not have its routes: ${kernel.reason}`,
      [...inputs, ...kernel.inputs],
    );
  }
  const [here, there] = sides.map(({ id, kernel: read }) => {
    const bootedAt = new Date(read!.bootedAt!);
    return `the machine of ${id} was started ${agoText(bootedAt, now)}`;
  });
  return passed(
    `${capital(
      here,
    )}, and ${there}: every session came back by itself, and the kernel has every route${butMoved(
      sides.reduce(
        (sum, { kernel: read }) => sum + (read?.comparison?.allowed.moved ?? 0),
        0,
      ),
    )}.`,
    [...inputs, ...kernel.inputs],
  );
}

function problemOf(router: GateRouter, now: Date): string | undefined {
  const { id, kernel, sessions } = router;
  if (!kernel) {
    return `Whether the machine of ${id} was ever started with this, nobody can be asked: orion.bgp.routers.${id}.kernel. That the daemon was started again does not show it.`;
  }
  const { bootedAt, error } = kernel;
  if (!bootedAt) {
    return `The machine of ${id} does not say when it was started${
      error ? `: ${error}` : ': its kernel-routes may be older than this.'
    }`;
  }
  if (isLongAgo(new Date(bootedAt), now)) {
    return `The machine of ${id} was last started ${agoText(
      new Date(bootedAt),
      now,
    )}: too long ago.`;
  }
  const late = lateStart(router, bootedAt);
  if (late) {
    return late;
  }
  const lost = sessions.find(
    session =>
      !session.gone &&
      !isSwitchedOff(session) &&
      session.state !== 'established',
  );
  if (lost) {
    return `The machine of ${id} was started at ${bootedAt}, and ${lost.name} did not come back.`;
  }
  return sessions.some(({ state }) => state === 'established')
    ? undefined
    : `No session of ${id} is up since its machine was started.`;
}

/** Why the daemon was not started by its machine, with what it has now. */
function lateStart(
  { cameBack, id, identity }: GateRouter,
  bootedAt: string,
): string | undefined {
  const { configuredAt, startedAt } = identity ?? {};
  if (!startedAt) {
    // Its sessions tell: each dates by itself since when it is up.
    return cameBack.length > 0
      ? undefined
      : `The machine of ${id} was started at ${bootedAt}, and no session of ${id} was seen to come up soon after: nothing shows that it comes back by itself.`;
  }
  const after = Date.parse(startedAt) - Date.parse(bootedAt);
  if (after > BOOT_MS || after < -START_TOLERANCE_MS) {
    return `The machine of ${id} was started at ${bootedAt} and ${id} at ${startedAt}, so not by that: nothing shows that it comes back by itself.`;
  }
  const taken = Date.parse(configuredAt ?? startedAt) - Date.parse(startedAt);
  return taken > START_TOLERANCE_MS
    ? `${id} runs since ${startedAt} and took its configuration later, at ${configuredAt}: it never started with it.`
    : undefined;
}

function capital(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}
