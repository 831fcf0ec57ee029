import { BirdConnection } from '../../clients/bird/BirdConnection';
import { BirdCommand } from '../../clients/bird/commands';
import { openBird } from '../../clients/bird/openBird';
import {
  parseProtocols,
  parseSession,
} from '../../clients/bird/parseProtocols';
import { BirdEndpoint } from '../../config';
import { RouteSourceError } from '../../routes/RouteSourceError';
import { SessionAction, SessionStanding } from '../SessionAction';
import type { SessionOrder } from './ActionOrder';
import type { SessionHand } from './SessionRouterHand';

/** BIRD's codes for: disabled, already disabled, enabled, already enabled, reloading. */
const confirmations: { [verb in SessionAction['verb']]: number[] } = {
  disable: [9, 8],
  enable: [11, 10],
  'soft-reset': [15],
};

/** `bird-sessions`' answer to a release that came too late. */
const UNDONE = 8001;
const DENIED = 8007;
const NO_COMMAND = 9001;

/** Acts on a protocol over an unrestricted connection to BIRD. */
export class BirdHand implements SessionHand {
  readonly #order: Pick<SessionOrder, 'router' | 'session'>;
  readonly #endpoint: BirdEndpoint;
  #connection: BirdConnection | undefined;

  constructor(
    order: Pick<SessionOrder, 'router' | 'session'>,
    endpoint: BirdEndpoint,
  ) {
    this.#order = order;
    this.#endpoint = endpoint;
  }

  async look(signal: AbortSignal): Promise<SessionStanding> {
    const { router, session } = this.#order;
    const connection = await this.#connect(signal);
    const { lines } = await connection.lines(
      { kind: 'protocol-details' },
      { signal },
    );
    const protocol = parseProtocols(lines).find(({ name }) => name === session);
    const found = protocol && parseSession(protocol);
    if (!found) {
      throw new RouteSourceError(
        'refused',
        `${router} has no BGP session '${session}'`,
      );
    }
    return found.reading;
  }

  async act(
    action: SessionAction,
    reason: string,
    signal: AbortSignal,
  ): Promise<string> {
    const { router, session } = this.#order;
    const connection = await this.#connect(signal);
    const command = commandOf(action, session, reason, connection.version);
    const { lines, end } = await connection.lines(command, { signal });
    const confirmed = [...lines, end].find(({ code }) =>
      confirmations[action.verb].includes(code),
    );
    if (!confirmed) {
      const said = [...lines, end].map(({ text }) => text.trim()).join(' ');
      throw new RouteSourceError(
        'refused',
        `${router} did not confirm: ${said || 'it said nothing'}`,
      );
    }
    return confirmed.text.trim();
  }

  /** BIRD knows no such thing: the forced command of SSH does. */
  async guard(
    id: string,
    seconds: number,
    { verb }: SessionAction,
    signal: AbortSignal,
  ): Promise<boolean> {
    if (!this.#endpoint.ssh || verb === 'soft-reset') {
      return false;
    }
    const { router, session: protocol } = this.#order;
    const connection = await this.#connect(signal);
    try {
      await connection.lines(
        { kind: 'guard', id, seconds, verb, protocol },
        { signal },
      );
      return true;
    } catch (error) {
      throw new RouteSourceError(
        error instanceof RouteSourceError ? error.problem : 'refused',
        `${router} does not watch over the action by itself, so nothing was done. Its bird-sessions may be older than this: run the playbook (${
          (error as Error).message
        })`,
      );
    }
  }

  async release(
    id: string,
    signal: AbortSignal,
  ): Promise<'released' | 'undone'> {
    if (!this.#endpoint.ssh) {
      return 'released';
    }
    const connection = await this.#connect(signal);
    const { end } = await connection.lines(
      { kind: 'release', id },
      // Whoever does not know the command never guarded anything.
      { signal, accept: [UNDONE, DENIED, NO_COMMAND] },
    );
    return end.code === UNDONE ? 'undone' : 'released';
  }

  close(): void {
    this.#connection?.close();
  }

  async #connect(signal: AbortSignal): Promise<BirdConnection> {
    if (!this.#connection?.usable) {
      this.#connection = await BirdConnection.connect(
        {
          router: this.#order.router,
          open: openBird(this.#endpoint),
          restricted: false,
        },
        signal,
      );
    }
    return this.#connection;
  }
}

function commandOf(
  action: SessionAction,
  protocol: string,
  reason: string,
  version: string,
): BirdCommand {
  return action.verb === 'soft-reset'
    ? {
        kind: 'reload',
        protocol,
        direction: action.direction,
        filters: parseInt(version, 10) >= 3,
      }
    : { kind: action.verb, protocol, reason };
}
