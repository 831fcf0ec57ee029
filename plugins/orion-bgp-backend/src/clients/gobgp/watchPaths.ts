import { parseAddress } from '../../routes/addresses';
import { PathFlag, ReadOptions, RouteUpdate } from '../../routes/RouteSource';
import { isAddressText, isNobody, unixSeconds } from './addressText';
import { GobgpClient } from './GobgpClient';
import { GobgpPath } from './gobgpMessages';
import { WatchPulse } from './WatchPulse';

/**
 * Tells which paths change, on GoBGP 4.
 *
 * @remarks
 * An update names a path (prefix, session, path id) and whether it is gone; its
 * attributes are empty. GoBGP sends changes of the adj-ins and of the best paths
 * and does not say which of the two an event is; neither knows the import
 * policy's answer. The flags are therefore `received` for what a neighbor sent,
 * `accepted` for the router's own. Whoever keeps a table asks `lookupPaths` for
 * the prefixes that were touched.
 *
 * When a session ends, GoBGP tells of the best paths that are lost and not of
 * those that were refused or second: a change of a session's state calls for a
 * comparison with a dump.
 *
 * Ends when gobgpd no longer answers, or no longer tells: see `WatchPulse`.
 */
export async function watchPaths(
  client: GobgpClient,
  options: ReadOptions & {
    onReady(): void;
    sink(update: RouteUpdate): void;
    /** Default a new one with its own times. */
    pulse?: WatchPulse;
  },
): Promise<void> {
  const { pulse = new WatchPulse({ client }) } = options;
  const end = new AbortController();
  const signal = AbortSignal.any([options.signal, end.signal]);
  const watching = watch(client, { ...options, pulse, signal });
  try {
    await Promise.race([watching, beat(pulse, signal, watching)]);
  } catch (error) {
    // A channel that is closed for its silence ends the stream in other words.
    throw pulse.failure ?? error;
  } finally {
    end.abort();
    await watching.catch(() => {});
  }
}

/** The pulse alone never ends a subscription that lives. */
async function beat(
  pulse: WatchPulse,
  signal: AbortSignal,
  watching: Promise<void>,
): Promise<void> {
  await pulse.run(signal);
  await watching;
}

async function watch(
  client: GobgpClient,
  options: ReadOptions & {
    pulse: WatchPulse;
    onReady(): void;
    sink(update: RouteUpdate): void;
  },
): Promise<void> {
  let ready = false;
  const request = {
    // The list of neighbors comes at once and shows that the rest is subscribed.
    peer: {},
    table: { filters: [{ type: 'TYPE_ADJIN' }, { type: 'TYPE_BEST' }] },
    batch_size: 4096,
  };
  await client.watchEvents(request, {
    signal: options.signal,
    onMessage: ({ table }) => {
      options.pulse.heard();
      if (!ready) {
        ready = true;
        options.onReady();
      }
      for (const path of table?.paths ?? []) {
        const update = toUpdate(path);
        if (update) {
          options.sink(update);
        }
      }
    },
  });
}

/** Undefined for families other than IPv4 and IPv6 unicast, and for what is no path. */
export function toUpdate(path: GobgpPath): RouteUpdate | undefined {
  const { prefix, prefix_len: length = 0 } = path.nlri?.prefix ?? {};
  const address = prefix === undefined ? undefined : parseAddress(prefix);
  const afi = address?.length === 4 ? 1 : 2;
  if (!address || path.family?.afi !== afi || path.family.safi !== 1) {
    return undefined;
  }
  const isLocal = isNobody(path.neighbor_ip);
  if (
    length > 8 * address.length ||
    !(isLocal || isAddressText(path.neighbor_ip))
  ) {
    return undefined;
  }
  return {
    withdrawn: !!path.is_withdraw,
    path: {
      family: address.length === 4 ? 4 : 6,
      address,
      length,
      attributes: new Uint8Array(),
      session: isLocal ? '' : path.neighbor_ip!,
      origin: isLocal ? 'static' : 'bgp',
      pathId: path.identifier ?? 0,
      flags: isLocal ? PathFlag.accepted : PathFlag.received,
      since: unixSeconds(path.age),
    },
  };
}
