import { setTimeout as sleep } from 'node:timers/promises';
import { countApart } from '../src/rib/diff/countApart';
import { createRouteSource } from '../src/rib/worker/createRouteSource';
import { DiffAnswer } from '../src/rib/worker/protocol';
import { RibHost } from '../src/rib/worker/RibHost';
import { milliseconds } from './BenchTable';
import { FedRoute } from './BgpFeeder';
import { DaemonBench } from './DaemonBench';
import { FEEDER_SESSION, fedBird } from './fedBird';
import { FEEDER } from './feedDaemon';
import { fedGobgp } from './fedGobgp';

/** One route in so many moves: twice what a full table does in a quarter of an hour. */
const EVERY = 500;
const PATIENCE_MS = 5 * 60_000;

/**
 * Has routes of both daemons move while BIRD's table is as old as its dump and
 * GoBGP's is live: with the same feed none of it is a difference, neither before
 * BIRD is read again nor after it.
 */
export async function measureMoving(given: DaemonBench): Promise<void> {
  const { bench, groups, signal, total } = given;
  const bird = await fedBird(groups);
  const gobgp = await fedGobgp(groups, signal);
  const host = new RibHost({
    createSource: createRouteSource,
    onChange: () => {},
  });
  const endpoints = {
    bird: { driver: 'bird', socket: bird.socket },
    gobgp: { driver: 'gobgp', target: gobgp.target },
  };
  try {
    await host.calls.configure({
      routers: Object.entries(endpoints).map(([id, settings]) => ({
        ...{ id, asn: 394955, skipExports: true },
        source: { router: id, driver: settings.driver, settings },
      })),
      ...{ communities: [], rpki: [] },
    });
    const stateOf = (router: string) =>
      host.tables().find(one => one.router === router)!;
    const diff = async (): Promise<DiffAnswer> =>
      host.calls.diff({
        ...{ a: 'bird', b: 'gobgp' },
        options: {
          ...{ scope: 'accepted', limit: 10 },
          sessions: [{ a: FEEDER_SESSION, b: FEEDER }],
        },
      });
    await until(
      () =>
        stateOf('bird').state === 'polled' && stateOf('gobgp').state === 'live',
    );
    const { gone, other } = chooseMoves(groups);
    const began = performance.now();
    for (const { feeder } of [bird, gobgp]) {
      feeder.withdraw(gone);
      for (const route of other) {
        await feeder.announce([route]);
      }
      await feeder.flush();
    }
    const left = gone.length + other.length;
    const movedOf = ({ counts: { moved } }: DiffAnswer) => countApart(moved);
    const apartOf = ({ counts }: DiffAnswer) => countApart(counts);
    await until(async () => movedOf(await diff()) >= left);
    const told = performance.now() - began;
    const before = await diff();
    const { dumpedAt } = stateOf('bird');
    host.calls.refresh({ router: 'bird' });
    await until(() => stateOf('bird').dumpedAt !== dumpedAt);
    const after = await diff();
    bench.add({
      what: `${left} routes of both move, and all are seen in GoBGP`,
      value: told,
      text: milliseconds(told),
    });
    bench.add({
      what: 'of them differences, before and after BIRD is read again',
      value: apartOf(before) + apartOf(after),
      text: `${apartOf(before)} and ${apartOf(after)} (${movedOf(
        before,
      )} and ${movedOf(after)} left out)`,
    });
    if (apartOf(before) + apartOf(after) > 0) {
      bench.fail('what moved in both daemons alike is told as a difference');
    }
    const same = total - gone.length;
    if (after.counts.same + movedOf(after) !== same) {
      bench.fail(`of ${same} routes ${after.counts.same} are the same`);
    }
  } finally {
    await host.stop();
    await gobgp.stop();
    await bird.stop();
  }
}

/** Routes to take back, and others that get the attributes of another one. */
function chooseMoves(groups: FedRoute[][]) {
  const moves: { gone: FedRoute[]; other: FedRoute[] } = {
    gone: [],
    other: [],
  };
  for (const family of [4, 6] as const) {
    const routes = groups.filter(([one]) => one.family === family).flat();
    for (let at = 0; at + 1 < routes.length; at += EVERY) {
      if ((at / EVERY) % 3 === 0) {
        moves.gone.push(routes[at]);
      } else {
        // Of the far end: from another set of attributes.
        const { attributes } = routes[routes.length - 1 - at];
        if (Buffer.compare(attributes, routes[at].attributes) !== 0) {
          moves.other.push({ ...routes[at], attributes });
        }
      }
    }
  }
  return moves;
}

async function until(check: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!(await check())) {
    if (performance.now() > end) {
      throw new Error('that did not happen within five minutes');
    }
    await sleep(500);
  }
}
