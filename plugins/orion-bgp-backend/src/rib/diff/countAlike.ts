import { PathFlag } from '../../routes/RouteSource';
import { Rows } from '../table/Rows';
import { BlockComparer } from './BlockComparer';

/** One table from a row on, and which of its rows are compared. */
export interface AlikeSide {
  rows: Rows;
  from: number;
  /** By session; 0 is not compared. */
  neighbors: Uint16Array;
}

/** How many pairs were alike, and the rows behind them. */
export interface AlikeRows {
  count: number;
  nextA: number;
  nextB: number;
}

/**
 * How many paths from here on are alike on both sides: the only compared one to
 * its prefix on each side, from the same neighbor, and the same in everything that
 * is compared. The fast lane of two tables that are nearly equal: no object, and
 * hardly a call, per row. Stops where the answer of `rests` is not `bits`.
 *
 * @param flag - what a row needs to be compared.
 */
export function countAlike(
  a: AlikeSide,
  b: AlikeSide,
  { flag, rests, bits }: { flag: number; rests: BlockComparer; bits: number },
): AlikeRows {
  const { path, community, rest, flags, session } = a.rows;
  const {
    path: pathB,
    community: communityB,
    rest: restB,
    flags: flagsB,
    session: sessionB,
  } = b.rows;
  const { neighbors } = a;
  const { neighbors: neighborsB } = b;
  let count = 0;
  let atA = nextSelected(a, flag, a.from);
  let atB = nextSelected(b, flag, b.from);
  while (atA < a.rows.count && atB < b.rows.count) {
    if (
      path[atA] !== pathB[atB] ||
      community[atA] !== communityB[atB] ||
      ((flags[atA] ^ flagsB[atB]) & PathFlag.best) !== 0 ||
      neighbors[session[atA]] !== neighborsB[sessionB[atB]] ||
      (rest[atA] === restB[atB]
        ? bits !== 0
        : rests.compare(rest[atA], restB[atB]) !== bits) ||
      a.rows.comparePrefix(atA, b.rows, atB) !== 0
    ) {
      break;
    }
    const nextA = nextSelected(a, flag, atA + 1);
    const nextB = nextSelected(b, flag, atB + 1);
    // With a second path to a prefix somebody has to say which belong together.
    if (
      (nextA < a.rows.count && a.rows.samePrefix(atA, nextA)) ||
      (nextB < b.rows.count && b.rows.samePrefix(atB, nextB))
    ) {
      break;
    }
    count++;
    atA = nextA;
    atB = nextB;
  }
  return { count, nextA: atA, nextB: atB };
}

function nextSelected(
  { rows: { count, flags, session }, neighbors }: AlikeSide,
  flag: number,
  from: number,
): number {
  let at = from;
  while (
    at < count &&
    ((flags[at] & flag) !== flag || neighbors[session[at]] === 0)
  ) {
    at++;
  }
  return at;
}
