/** A guard tries for 15 min after its time (`TRY_SECONDS` of `orion_guards.py`), and a while. */
const TRIES_MS = 20 * 60_000;

/**
 * Routers do not say whether they took something back by themselves, and cannot do so
 * any more: what they did shows in how things stand, if that is read from now on.
 */
export class GuardsOverError extends Error {
  constructor(routers: readonly string[]) {
    const names = [...new Set(routers)].join(' and ');
    super(
      `No word from ${names} on whether anything was taken back there, and by now it would have been: how it stands is looked at once more.`,
    );
    this.name = 'GuardsOverError';
  }
}

/** @param dueAt - ISO UTC, when a router was to act by itself; unknown never passes */
export function isGuardOver(dueAt: string | undefined): boolean {
  return dueAt !== undefined && Date.now() > Date.parse(dueAt) + TRIES_MS;
}

/** For whoever has just read how things stand. @throws every other error */
export function passOver(error: unknown): never[] {
  if (error instanceof GuardsOverError) {
    return [];
  }
  throw error;
}
