/** What a search for routes was understood as: its parts are joined by commas. */
export const termTexts = {
  terms: {
    every: 'every path',
    prefix: {
      exact: 'prefix {{prefix}}',
      longest: 'longest match for {{prefix}}',
      covering: 'prefixes that contain {{prefix}}',
      moreSpecific: 'prefixes inside {{prefix}}',
    },
    hostBits: '{{given}} has host bits set, {{prefix}} is meant',
    pathContains: 'path contains {{as}}',
    pathMatches: 'path matches {{pattern}}',
    origin: 'origin {{as}}',
    community: 'community {{community}}',
    nextHop: 'next hop {{address}}',
    rpki: 'RPKI {{state}}',
    aspa: 'ASPA {{state}}',
    state: {
      valid: 'valid',
      invalid: 'invalid',
      notFound: 'not found',
      unknown: 'unknown',
    },
    reason: {
      none: 'refused for no reason that is known',
      community: 'refused with a community that says why',
      rpkiLength:
        'refused without a community that says why and RPKI invalid by its length',
      rpkiOrigin:
        'refused without a community that says why and RPKI invalid by its origin',
    },
    session: 'learned over {{session}}',
    exported: 'exported to {{session}}',
    is: {
      filtered: 'refused by the import policy',
      accepted: 'accepted',
      best: 'best path',
      stale: 'stale',
      unreachable: 'next hop unreachable',
    },
    isNot: {
      filtered: 'not refused by the import policy',
      accepted: 'not accepted',
      best: 'not the best path',
      stale: 'not stale',
      unreachable: 'next hop not unreachable',
    },
  },
} as const;
