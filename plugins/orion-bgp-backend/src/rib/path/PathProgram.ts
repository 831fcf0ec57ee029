import {
  AsnNode,
  AsnRange,
  AsPathPatternError,
  fitsAsn,
  MAX_ASN,
  PathNode,
} from './PathNode';

/** More steps than this a pattern must not have; repetitions multiply. */
const MAX_STEPS = 600;

/** One step of a compiled pattern; numbers are places of steps. */
export type Step =
  | { op: 'asn'; atom: number; next: number }
  | { op: 'split'; next: number; other: number }
  | { op: 'start'; next: number }
  | { op: 'end'; next: number }
  | { op: 'match' };

/** A pattern as steps of a nondeterministic automaton (Thompson's construction). */
export interface PathProgram {
  steps: Step[];
  first: number;
  /**
   * First ASN of each class: ASNs of one class are the same to every part of the
   * pattern, so a table of transitions has a few columns and not 2^32.
   */
  classes: number[];
  /** By class and atom. */
  fits: boolean[][];
}

/** Compiles a pattern that may match anywhere in a path. */
export function compilePath(node: PathNode): PathProgram {
  const steps: Step[] = [{ op: 'match' }];
  const atoms: AsnNode[] = [];
  const add = (step: Step) => {
    if (steps.length >= MAX_STEPS) {
      throw new AsPathPatternError('the pattern repeats too much', 1);
    }
    return steps.push(step) - 1;
  };

  /** Steps of `part`, from behind: they lead on to `next`. */
  function emit(part: PathNode, next: number): number {
    switch (part.type) {
      case 'start':
      case 'end':
        return add({ op: part.type, next });
      case 'asn':
        return add({ op: 'asn', atom: atoms.push(part) - 1, next });
      case 'sequence':
        return part.items.reduceRight((to, item) => emit(item, to), next);
      case 'choice':
        return part.items
          .map(item => emit(item, next))
          .reduceRight((other, to) => add({ op: 'split', next: to, other }));
      default:
        return emitRepeat(part, next);
    }
  }

  function emitRepeat(
    { item, min, max }: Extract<PathNode, { type: 'repeat' }>,
    next: number,
  ): number {
    let to = next;
    if (max === Infinity) {
      const loop = add({ op: 'split', next, other: next });
      const body = emit(item, loop);
      steps[loop] = { op: 'split', next: body, other: next };
      to = loop;
    }
    for (let count = min; max !== Infinity && count < max; count++) {
      to = add({ op: 'split', next: emit(item, to), other: next });
    }
    for (let count = 0; count < min; count++) {
      to = emit(item, to);
    }
    return to;
  }

  const first = emit(node, 0);
  const classes = classesOf(atoms.flatMap(atom => atom.ranges));
  const fits = classes.map(asn => atoms.map(atom => fitsAsn(atom, asn)));
  return { steps, first, classes, fits };
}

function classesOf(ranges: AsnRange[]): number[] {
  const starts = new Set([0]);
  for (const [from, to] of ranges) {
    starts.add(from);
    if (to < MAX_ASN) {
      starts.add(to + 1);
    }
  }
  return [...starts].sort((a, b) => a - b);
}
