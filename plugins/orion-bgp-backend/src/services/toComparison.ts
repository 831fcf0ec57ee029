import {
  ComparisonScope,
  RouteComparison,
  RouteDifference,
} from '@orion/backstage-plugin-orion-bgp-common';
import { CollectorCalls } from '../collector/CollectorCalls';
import { countApart } from '../rib/diff/countApart';
import { NormalisationName } from '../rib/diff/normalisations';

type Answer = CollectorCalls['compare'][1];

const classes = {
  'only-a': 'only-from',
  'only-b': 'only-to',
  different: 'different',
} as const;

const apart = { onlyA: 0, onlyB: 0, different: 0 };
const nothing: Pick<Answer['counts'], 'same' | 'moved' | keyof typeof apart> = {
  same: 0,
  ...apart,
  moved: apart,
};

/**
 * Numbers of a comparison as the API gives them; all 0 without an answer.
 *
 * @param rules - what was left out where it was found: with 0 where it was not
 */
export function toComparison(
  scope: ComparisonScope,
  neighbor: string | undefined,
  counts?: Answer['counts'],
  rules: readonly NormalisationName[] = [],
): RouteComparison {
  const { same, onlyA, onlyB, different, moved } = counts ?? nothing;
  const { fields = {}, ignored = {}, tooManyMoved } = counts ?? {};
  const common = same + different + moved.different;
  return {
    scope,
    neighbor,
    from: common + onlyA + moved.onlyA,
    to: common + onlyB + moved.onlyB,
    same,
    onlyFrom: onlyA,
    onlyTo: onlyB,
    different,
    fields: withoutZeros(fields),
    ignored: counts ? withRules(ignored, rules) : {},
    moved: countApart(moved),
    tooManyMoved,
  };
}

/** One difference as the API gives it. */
export function toDifference({
  class: its,
  prefix,
  fields,
  a,
  b,
}: Answer['items'][number]): RouteDifference {
  return { class: classes[its], prefix, fields, from: a, to: b };
}

function withRules(
  hits: Answer['counts']['ignored'],
  rules: readonly NormalisationName[],
): Record<string, number> {
  const all = Object.fromEntries(rules.map(name => [name, 0]));
  return { ...all, ...withoutZeros(hits) };
}

function withoutZeros(
  counts: Partial<Record<string, number>>,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(counts).flatMap(([name, count]) =>
      count ? [[name, count] as const] : [],
    ),
  );
}
