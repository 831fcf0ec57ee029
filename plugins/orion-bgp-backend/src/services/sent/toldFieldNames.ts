import { ToldField } from './tellSent';

/** What a sentence calls each attribute. */
export const toldFieldNames: Record<ToldField, string> = {
  asPath: 'AS path',
  communities: 'communities',
  largeCommunities: 'large communities',
  extendedCommunities: 'extended communities',
  med: 'MED',
  origin: 'origin',
  nextHop: 'next hop',
  other: 'other attributes',
};
