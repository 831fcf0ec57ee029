import { gobgpTls } from '../../clients/createRouteSource';
import { GobgpClient } from '../../clients/gobgp/GobgpClient';
import { GobgpConnection } from '../../clients/gobgp/GobgpConnection';
import { loadGobgpActionsApi } from '../../clients/gobgp/loadGobgpApi';
import {
  lookUpPrefix,
  pathMessage,
  PrefixPaths,
  wireDigest,
} from '../../clients/gobgp/ownPath';
import { GobgpEndpoint } from '../../config';
import { RouteSourceError } from '../../routes/RouteSourceError';
import {
  findAdded,
  isPrefixDone,
  oppositeOf,
  PrefixTarget,
  sameAttributes,
} from '../prefix/PrefixAction';
import { GobgpGuards } from './GobgpGuards';
import type { HandSight, RouterHand } from './RouterHand';

const DEADLINE_MS = 10_000;
const TABLE = 'TABLE_TYPE_GLOBAL';

/** Announces or takes back one prefix of GoBGP, of either generation. */
export class GobgpPrefixHand implements RouterHand {
  readonly undoable = true;
  readonly #order: PrefixTarget & { router: string };
  readonly #connection: GobgpConnection;
  readonly #client: GobgpClient;
  readonly #guards: GobgpGuards | undefined;

  /** @throws RouteSourceError for what is no prefix. */
  constructor(
    order: PrefixTarget & { router: string },
    endpoint: GobgpEndpoint,
  ) {
    pathMessage(order.prefix, order.attributes);
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

  async look(signal: AbortSignal): Promise<HandSight> {
    const { prefix } = this.#order;
    const paths = await lookUpPrefix(this.#client, prefix, signal);
    return {
      text: `Prefix ${prefix} is ${textOf(paths)}`,
      done: isPrefixDone(this.#order, paths),
      undone: isPrefixDone(oppositeOf(this.#order), paths),
    };
  }

  act(signal: AbortSignal): Promise<string> {
    return this.#do(this.#order, signal);
  }

  undo(signal: AbortSignal): Promise<string> {
    return this.#do(oppositeOf(this.#order), signal);
  }

  /**
   * What is to be announced again, the router keeps as it is now; what is to be
   * taken back is what this announces, and nobody else's.
   */
  async guard(
    id: string,
    seconds: number,
    signal: AbortSignal,
  ): Promise<boolean> {
    if (!this.#guards) {
      return false;
    }
    const { prefix, prefixAction, attributes } = oppositeOf(this.#order);
    const command =
      prefixAction.verb === 'withdraw'
        ? `withdraw ${prefix} ${wireDigest(attributes)}`
        : `announce ${prefix}`;
    await this.#guards.guard(id, seconds, command, signal);
    return true;
  }

  async release(id: string, signal: AbortSignal) {
    return this.#guards?.release(id, signal) ?? 'released';
  }

  close(): void {
    this.#connection.close();
  }

  async #do(target: PrefixTarget, signal: AbortSignal): Promise<string> {
    const { prefix, prefixAction, attributes } = target;
    const { router } = this.#order;
    const paths = await lookUpPrefix(this.#client, prefix, signal);
    const added = findAdded(paths);
    // Somebody else's announcement is neither replaced nor taken back.
    if (added && !sameAttributes(added.attributes, attributes)) {
      throw new RouteSourceError(
        'refused',
        `${router} announces ${prefix} with other attributes than were approved`,
      );
    }
    const path = pathMessage(prefix, attributes);
    const [method, request] =
      prefixAction.verb === 'announce'
        ? ['AddPath', { table_type: TABLE, path }]
        : ['DeletePath', { table_type: TABLE, family: path.family, path }];
    const { generation } = await this.#client.api(signal);
    await this.#connection.unary(
      loadGobgpActionsApi(generation),
      method as string,
      request as object,
      { signal, deadlineMs: DEADLINE_MS },
    );
    return `GoBGP took ${method}`;
  }
}

function textOf({ own, learnedFrom }: PrefixPaths): string {
  const added = findAdded({ own });
  const others = own.length - (added ? 1 : 0);
  const parts = [
    added ? 'announced' : 'not announced',
    others > 0 ? `${others} more of the router's own` : '',
    learnedFrom.length > 0 ? `learned from ${learnedFrom.join(', ')}` : '',
  ];
  return `${parts.filter(Boolean).join(', ')}.`;
}
