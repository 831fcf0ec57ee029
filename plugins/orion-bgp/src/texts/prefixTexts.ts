/** Texts of the page of a prefix. */
export const prefixTexts = {
  prefix: {
    sentence: '{{prefix}}: {{paths}} on {{routers}}, from {{origins}}.',
    routers_one: '{{count}} router',
    routers_other: '{{count}} routers',
    ourselves: 'ourselves',
    ofSet: 'a set of systems',
    invalid_one: '{{n}} of {{total}} paths is invalid',
    invalid_other: '{{n}} of {{total}} paths are invalid',
    none: {
      all: 'No router has a path to {{prefix}}.',
      some: 'No table that could be searched has {{prefix}}.',
      none: 'Whether a router has a path to {{prefix}} is not known: no table could be searched.',
    },
    ways: 'Ways there',
    roas: 'ROAs that cover it',
    around: 'Around this prefix',
    covering: 'Covering prefixes',
    moreSpecific: 'More specific prefixes',
    open: 'Open prefix',
  },
  graph: {
    drawn: '{{n}} of {{total}} paths drawn, the best and rejected ones first.',
    drawnOfRead:
      '{{n}} of {{total}} paths drawn, the best and rejected ones of the {{read}} read so far first.',
    drawnOfMany:
      '{{n}} paths drawn, the best and rejected ones of the {{read}} read so far first.',
    label: '{{paths}} paths to {{origins}}; the table below tells each',
  },
  history: {
    title: 'What happened to it',
    what: 'history of the prefix',
    watched:
      'Watched since {{since}}, as often as the tables of the routers are read. Kept for 90 days.',
    none: 'Nothing changed since ORION watches.',
    soon: 'Watched from the first look at the table of a router on.',
    foreign:
      'No history is kept of it: what we announce is watched, and what lies in it. Named under orion.bgp.historyPrefixes, it is watched, too.',
    appeared: 'Seen on {{router}}, from {{origins}}',
    inside: '{{prefix}}, a part of it: {{what}}',
    gone: 'Gone from {{router}}',
    exported: 'Announced to {{session}} by {{router}}',
    notExported: 'No longer announced to {{session}} by {{router}}',
    originChanged: 'Origin on {{router}}: {{from}}, now {{to}}',
    rpkiChanged: 'RPKI on {{router}}: {{from}}, now {{to}}',
    ourselves: 'ourselves',
    noOrigin: 'no single system',
    rpki: {
      valid: 'valid',
      invalid: 'invalid',
      'not-found': 'not found',
    },
  },
} as const;
