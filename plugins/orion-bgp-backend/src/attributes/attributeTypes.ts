/** Path attribute type codes, IANA "BGP Path Attributes". */
export const AttributeType = {
  origin: 1,
  asPath: 2,
  nextHop: 3,
  med: 4,
  localPref: 5,
  atomicAggregate: 6,
  aggregator: 7,
  communities: 8,
  originatorId: 9,
  clusterList: 10,
  mpReach: 14,
  mpUnreach: 15,
  extendedCommunities: 16,
  as4Path: 17,
  as4Aggregator: 18,
  largeCommunities: 32,
  otc: 35,
} as const;

/** Attribute flags, RFC 4271 §4.3. */
export const AttributeFlag = {
  optional: 0x80,
  transitive: 0x40,
  partial: 0x20,
  extended: 0x10,
} as const;

/** Segment types, RFC 4271 §4.3 and RFC 5065 §3. */
export const segmentTypes = {
  set: 1,
  sequence: 2,
  'confed-sequence': 3,
  'confed-set': 4,
} as const;
