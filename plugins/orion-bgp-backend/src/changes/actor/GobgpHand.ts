import { isIP } from 'node:net';
import { gobgpTls } from '../../clients/createRouteSource';
import { GobgpClient } from '../../clients/gobgp/GobgpClient';
import { GobgpConnection } from '../../clients/gobgp/GobgpConnection';
import { loadGobgpActionsApi } from '../../clients/gobgp/loadGobgpApi';
import { sessionName, toSession } from '../../clients/gobgp/toSession';
import { GobgpEndpoint } from '../../config';
import { RouteSourceError } from '../../routes/RouteSourceError';
import { SessionAction, SessionStanding } from '../SessionAction';
import type { SessionOrder } from './ActionOrder';
import { GobgpGuards } from './GobgpGuards';
import type { SessionHand } from './SessionRouterHand';

const DEADLINE_MS = 10_000;

const directions = {
  in: 'DIRECTION_IN',
  out: 'DIRECTION_OUT',
  both: 'DIRECTION_BOTH',
} as const;

/** Acts on a neighbor of GoBGP, of either generation. */
export class GobgpHand implements SessionHand {
  readonly #order: Pick<SessionOrder, 'router' | 'session'>;
  readonly #connection: GobgpConnection;
  readonly #client: GobgpClient;
  readonly #guards: GobgpGuards | undefined;

  constructor(
    order: Pick<SessionOrder, 'router' | 'session'>,
    endpoint: GobgpEndpoint,
  ) {
    // To GoBGP no address means all neighbors.
    if (!isIP(order.session)) {
      throw new RouteSourceError(
        'refused',
        `'${order.session}' is no address of a neighbor of GoBGP`,
      );
    }
    this.#order = order;
    this.#connection = new GobgpConnection({
      router: order.router,
      address: endpoint.target,
      tls: gobgpTls(endpoint.tls),
    });
    this.#client = new GobgpClient(this.#connection);
    this.#guards =
      endpoint.guard && new GobgpGuards(order.router, endpoint.guard);
  }

  async look(signal: AbortSignal): Promise<SessionStanding> {
    const { router, session } = this.#order;
    const api = await this.#client.api(signal);
    const peers = await this.#client.listPeers(signal);
    const peer = peers.find(one => sessionName(one) === session);
    if (!peer) {
      throw new RouteSourceError(
        'refused',
        `${router} has no neighbor ${session}`,
      );
    }
    return toSession(api, peer, undefined);
  }

  async act(
    action: SessionAction,
    reason: string,
    signal: AbortSignal,
  ): Promise<string> {
    const { generation } = await this.#client.api(signal);
    const [method, more] = callOf(action, reason);
    await this.#connection.unary(
      loadGobgpActionsApi(generation),
      method,
      { address: this.#order.session, ...more },
      { signal, deadlineMs: DEADLINE_MS },
    );
    return `GoBGP took ${method}`;
  }

  /** GoBGP and its proxy know no such thing: a forced command of SSH does. */
  async guard(
    id: string,
    seconds: number,
    { verb }: SessionAction,
    signal: AbortSignal,
  ): Promise<boolean> {
    if (!this.#guards || verb === 'soft-reset') {
      return false;
    }
    const command = `${verb} ${this.#order.session}`;
    await this.#guards.guard(id, seconds, command, signal);
    return true;
  }

  async release(id: string, signal: AbortSignal) {
    return this.#guards?.release(id, signal) ?? 'released';
  }

  close(): void {
    this.#connection.close();
  }
}

function callOf(action: SessionAction, reason: string): [string, object] {
  switch (action.verb) {
    case 'disable':
      return ['DisablePeer', { communication: reason }];
    case 'enable':
      return ['EnablePeer', {}];
    default:
      return [
        'ResetPeer',
        {
          communication: reason,
          soft: true,
          direction: directions[action.direction],
        },
      ];
  }
}
