import { isIP } from 'node:net';
import { InputError } from '@backstage/errors';
import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { sessionEntityName } from '../catalog/sessionEntityName';
import { isBirdName, isBirdText } from '../clients/bird/commands';
import { createRouteSource } from '../clients/createRouteSource';
import { CollectorCall, CollectorCalls } from '../collector/CollectorCalls';
import { RouteSource, RouterReading } from '../routes/RouteSource';
import { AggregateSource } from '../services/intent/AggregateSource';
import { DesiredStates } from './DesiredStates';
import { SessionPast } from './comeback/SessionPast';
import { GuestInventory } from './guests/GuestInventory';
import { assertUndone } from './holdsGuards';
import { SessionInput } from './input';
import { ManagementSource } from './lastPath/ManagementSource';
import { LimitedSource, SourceLimits } from './LimitedSource';
import { orUnavailable } from './orUnavailable';
import {
  ActionRouter,
  ActionsConfig,
  RouterActions,
} from './readActionsConfig';

/** What the kinds of change work with. */
export interface SessionDeps {
  config: ActionsConfig;
  /** The route index, wherever it runs. */
  collector: {
    ask<K extends CollectorCall>(
      call: K,
      input: CollectorCalls[K][0],
    ): Promise<CollectorCalls[K][1]>;
  };
  /** What this network announces. */
  aggregates: AggregateSource;
  /** Where people reach a router itself, beside the configuration. */
  management: ManagementSource;
  /** Where guests and their addresses are known. */
  guests: readonly GuestInventory[];
  /** Where what was decided is kept. */
  desired: DesiredStates;
  /** What sessions had before they went down. */
  past: SessionPast;
  /** Flags of node for the actor; what this process was started with. */
  execArgv: string[];
}

const limits: SourceLimits = {
  readMs: 8_000,
  // GoBGP needs 15 s to make the list of a full table.
  listMs: 30_000,
};

/** @throws InputError naming the field or the key that is missing. */
export function findRouter(
  { config }: SessionDeps,
  { router }: Pick<SessionInput, 'router'>,
): ActionRouter {
  const found = config.routers.find(({ id }) => id === router);
  if (!found) {
    throw new InputError(`input.router: no router ${router} is configured`);
  }
  return found;
}

/** The router with the right to act on it. @throws InputError naming the key that gives it. */
export function findActions(
  deps: SessionDeps,
  input: Pick<SessionInput, 'router'>,
): RouterActions {
  const { id, actions } = findRouter(deps, input);
  if (!actions) {
    throw new InputError(
      `ORION only reads router ${id}: orion.bgp.routers.${id}.actions enables actions on its sessions`,
    );
  }
  return actions;
}

/**
 * The same for what is to be undone unless it is confirmed. @throws InputError also
 * where nothing on the router would, and the configuration does not allow that.
 */
export function findUndoneActions(
  deps: SessionDeps,
  input: Pick<SessionInput, 'router'>,
): RouterActions {
  const actions = findActions(deps, input);
  assertUndone(input.router, actions);
  return actions;
}

/** @throws InputError where a risk is accepted and nothing else leads to the router. */
export function assertOtherWay(
  { id, actions }: ActionRouter,
  input: { acceptIsolation?: boolean; acceptUnjudged?: boolean },
): void {
  for (const key of ['acceptIsolation', 'acceptUnjudged'] as const) {
    if (input[key] && !actions?.outOfBand) {
      throw new InputError(
        `input.${key}: orion.bgp.routers.${id}.actions.outOfBand names no other way to ${id}`,
      );
    }
  }
}

/** @throws InputError for what the daemon could not be told as it is. */
export function assertSayable(
  { endpoint }: ActionRouter,
  { session, reason }: Pick<SessionInput, 'session' | 'reason'>,
): void {
  if (endpoint.driver === 'gobgp') {
    if (!isIP(session)) {
      throw new InputError(
        `input.session: "${session}" is no address, and GoBGP's sessions go by that of the neighbor`,
      );
    }
    return;
  }
  if (!isBirdName(session)) {
    throw new InputError(
      `input.session: "${session}" cannot be the name of a protocol of BIRD`,
    );
  }
  if (!isBirdText(reason)) {
    throw new InputError(
      'input.reason: BIRD takes no text with quotation marks',
    );
  }
}

/** A session as it stands. @throws InputError when the router has none of that name. */
export function findSession(
  { sessions }: RouterReading,
  { router, session }: Pick<SessionInput, 'router' | 'session'>,
): SessionReading {
  const found = sessions.find(({ name }) => name === session);
  if (!found) {
    throw new InputError(
      `input.session: router ${router} has no session ${session}`,
    );
  }
  return found;
}

/** Its page in the catalog. */
export function sessionEntityRef(
  { config }: Pick<SessionDeps, 'config'>,
  { router, session }: Pick<SessionInput, 'router' | 'session'>,
): string {
  const ids = config.routers.map(({ id }) => id);
  return `resource:default/${sessionEntityName({ router, session }, ids)}`;
}

/**
 * Opens the reading driver of a router for as long as `work` takes. It gets a signal
 * that ends soon, and one for each list that it reads, which lasts for a full table:
 * whoever acts on what is seconds old does without.
 *
 * @throws ServiceUnavailableError, which names the limit where one was missed; of the
 * caller's signal its reason
 */
export async function withSource<T>(
  router: ActionRouter,
  signal: AbortSignal,
  work: (
    source: RouteSource,
    signal: AbortSignal,
    forList: () => AbortSignal,
  ) => Promise<T>,
  { readMs, listMs }: SourceLimits = limits,
): Promise<T> {
  const source = createRouteSource(router);
  const limited = new LimitedSource(router.id, source);
  try {
    return await orUnavailable(() =>
      work(limited, limited.within(readMs, signal), () =>
        limited.within(listMs, signal),
      ),
    );
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    await source.close();
  }
}

/** Reads a router now. @throws ServiceUnavailableError */
export async function readNow(
  router: ActionRouter,
  signal: AbortSignal,
): Promise<RouterReading> {
  return withSource(router, signal, (source, limit) =>
    source.readRouter({ signal: limit }),
  );
}
