import { createTranslationRef } from '@backstage/frontend-plugin-api';

/**
 * Every text of the home page.
 *
 * @public
 */
export const orionTranslationRef = createTranslationRef({
  id: 'orion',
  messages: {
    sentence: {
      failed_one: '{{count}} check failed: {{what}}',
      failed_other: '{{count}} checks failed, the first: {{what}}',
      warning_one: '{{count}} warning: {{what}}',
      warning_other: '{{count}} warnings, the first: {{what}}',
      unknown_one: '{{count}} check is unknown: {{what}}',
      unknown_other: '{{count}} checks are unknown, the first: {{what}}',
      ok_one: 'All is well: {{count}} check of {{total}} passed.',
      ok_other: 'All is well: {{count}} of {{total}} checks passed.',
      okPart_one:
        '{{count}} connected check is OK; {{rest}} of {{total}} are not connected yet.',
      okPart_other:
        'All {{count}} connected checks are OK; {{rest}} of {{total}} are not connected yet.',
      none: 'Nothing is connected yet. Each tile says what to do.',
      missing:
        'Whether all is well is not known: the checks could not be read.',
    },
    checks: {
      title: 'The seven checks',
      what: 'checks',
      value: '{{good}} of {{total}}',
      answer: 'The answer',
    },
    tile: {
      'guests-running': 'Guests',
      'bgp-established': 'BGP',
      'cluster-healthy': 'K3s',
      'pods-running': 'Pods',
      'netbox-synced': 'NetBox',
      'agents-responding': 'Agents',
      'monitoring-collecting': 'Monitoring',
    },
    waiting: {
      title: 'For me ({{n}})',
      titleUnknown: 'For me',
      none: 'Nothing waits for your decision.',
      what: 'changes that wait for you',
      all_one: 'Show it in the inbox',
      all_other: 'Show all {{count}} in the inbox',
    },
    mine: {
      title: 'Mine ({{n}})',
      titleUnknown: 'Mine',
      none: 'None of your changes is under way.',
      what: 'your changes',
      all: 'All my changes',
    },
    last: {
      title: 'Last',
      none: 'No change has ended yet.',
      what: 'last change',
    },
    keys: {
      title: 'Keys',
      switch: 'Single keys work',
      hint: 'Off, only keys that every browser knows do something. Kept in this browser.',
      close: 'Close',
      list: 'This list',
      home: 'Go home',
      changes: 'Go to changes',
      guests: 'Go to guests',
      bgp: 'Go to BGP',
      catalog: 'Go to the catalog',
      order: 'Order a VM',
      search: 'Search',
      docs: 'Go to the docs',
      arrows: '↑ ↓ Home End',
      arrowsText: 'Move in a table',
      enter: 'Enter',
      enterText: 'Open the row',
    },
    actions: {
      label: 'Where to go',
      order: 'Order VM',
      decide: 'Decide #{{id}}',
      guests: 'Guests',
      changes: 'Changes',
      catalog: 'Catalog',
      docs: 'Docs',
    },
  },
});
