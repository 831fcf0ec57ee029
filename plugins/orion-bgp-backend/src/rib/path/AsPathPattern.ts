import { BitSet } from '../pool/BitSet';
import { PathColumns } from '../pool/PathColumns';
import { WorkBudget } from '../pool/WorkBudget';
import { parseBirdMask } from './parseBirdMask';
import { parseCiscoPattern } from './parseCiscoPattern';
import { PathAutomaton } from './PathAutomaton';
import { anyAsn, AsnNode, fitsAsn, PathNode } from './PathNode';
import { compilePath, PathProgram } from './PathProgram';

/**
 * A pattern over the ASNs of an AS path, in either of two notations:
 *
 * - as in Cisco's `as-path access-list`, on whole ASNs: `^6939 .* 64500$`,
 *   `_1299_`, `6939 (64500|64501)+ .`, `[64512-65534]`, `.{2,5}`;
 * - as in BIRD's filters: `[= 6939 ? * [64500, 64510..64520] =]`.
 *
 * @remarks
 * No regular expression of JavaScript ever runs on a path: time is linear in
 * the paths, and bounded for hostile patterns.
 */
export class AsPathPattern {
  readonly text: string;
  readonly #node: PathNode;
  readonly #program: PathProgram;

  /** @throws AsPathPatternError that names the place. */
  static parse(text: string): AsPathPattern {
    const node = text.includes('[=')
      ? parseBirdMask(text)
      : parseCiscoPattern(text);
    return new AsPathPattern(text, node);
  }

  private constructor(text: string, node: PathNode) {
    this.text = text;
    this.#node = node;
    this.#program = compilePath(node);
  }

  /** Whether one path matches; `value` as in AS_PATH. */
  matches(value: Uint8Array): boolean {
    const automaton = new PathAutomaton(this.#program, new WorkBudget());
    return automaton.matches(value, 0, value.length);
  }

  /**
   * The paths that match. Only those that contain every AS the pattern cannot
   * do without are tried.
   *
   * @param budget - of the whole search: its other terms spend of it, too
   * @throws SearchTooCostlyError
   */
  select(paths: PathColumns, budget = new WorkBudget()): BitSet {
    const found = candidates(this.#node, paths, budget);
    if (isOneAsn(this.#node)) {
      return found;
    }
    const last = lastOf(this.#node);
    const automaton = new PathAutomaton(this.#program, budget);
    const none = automaton.matches(new Uint8Array(), 0, 0);
    for (let word = 0; word < found.words.length; word++) {
      for (let bits = found.words[word]; bits !== 0; bits &= bits - 1) {
        const path = word * 32 + 31 - Math.clz32(bits & -bits);
        // The AS at the end is at hand, and rules out most; 0 is a set, or none.
        const origin = paths.origin(path);
        const mayFit = !last || origin === 0 || fitsAsn(last, origin);
        const fits =
          path === 0 ? none : mayFit && paths.matches(path, automaton);
        if (!fits) {
          found.delete(path);
        }
      }
    }
    return found;
  }
}

/** Paths with the rarest of the required ASNs, and with others that are not much more common. */
function candidates(
  node: PathNode,
  paths: PathColumns,
  budget: WorkBudget,
): BitSet {
  const required = [...requiredAsns(node)]
    .map(asn => ({ asn, count: paths.countWithAsn(asn) }))
    .sort((a, b) => a.count - b.count);
  const found = required[0]
    ? paths.withAsn(required[0].asn, budget)
    : allPaths(paths);
  required
    .slice(1)
    .filter(({ count }) => count < 4 * required[0].count)
    .forEach(({ asn }) => found.retain(paths.withAsn(asn, budget)));
  return found;
}

function allPaths(paths: PathColumns): BitSet {
  const all = new BitSet(paths.count);
  all.words.fill(0xffffffff);
  if (paths.count & 31) {
    all.words[all.words.length - 1] = (1 << (paths.count & 31)) - 1;
  }
  return all;
}

/** What the last AS of a path has to be; undefined where the pattern leaves it open. */
function lastOf(node: PathNode): AsnNode | undefined {
  const [item, end] = node.type === 'sequence' ? node.items.slice(-2) : [];
  if (end?.type !== 'end') {
    return undefined;
  }
  const one = item.type === 'repeat' && item.min > 0 ? item.item : item;
  // Where any will do there is nothing to look at.
  return one.type === 'asn' && one !== anyAsn ? one : undefined;
}

/** ASNs without which the pattern cannot match. */
function requiredAsns(node: PathNode): Set<number> {
  switch (node.type) {
    case 'asn': {
      const [[from, to]] = node.ranges;
      const single = node.ranges.length === 1 && from === to && !node.negated;
      return new Set(single ? [from] : []);
    }
    case 'sequence':
      return new Set(node.items.flatMap(item => [...requiredAsns(item)]));
    case 'choice': {
      const [first, ...others] = node.items.map(requiredAsns);
      return new Set(
        [...first].filter(asn => others.every(other => other.has(asn))),
      );
    }
    case 'repeat':
      return node.min > 0 ? requiredAsns(node.item) : new Set();
    default:
      return new Set();
  }
}

function isOneAsn(node: PathNode): boolean {
  return node.type === 'asn' && requiredAsns(node).size === 1;
}
