import { OwnPrefixList } from '@orion/backstage-plugin-orion-bgp-common';

/** Own prefixes that the world does not take, or does not get. */
export interface OwnProblems {
  /** RPKI invalid. */
  invalid: string[];
  /** Every router was looked at, and none sends it to anybody. */
  unannounced: string[];
}

/** Nothing is claimed of what could not be read. */
export function ownProblems({
  items,
}: Pick<OwnPrefixList, 'items'>): OwnProblems {
  const named = (all: typeof items) => all.map(({ prefix }) => prefix);
  return {
    invalid: named(items.filter(({ rpki }) => rpki.state === 'invalid')),
    unannounced: named(
      items.filter(
        ({ announced, unknownOn = [] }) =>
          unknownOn.length === 0 &&
          announced.every(
            ({ asOf, to, unread = [] }) =>
              !asOf && to.length + unread.length === 0,
          ),
      ),
    ),
  };
}
