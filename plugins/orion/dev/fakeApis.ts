import {
  ChangesApi,
  ListChangesQuery,
} from '@orion/backstage-plugin-orion-changes-common';
import { ChecksApi } from '@orion/backstage-plugin-orion-common';
import {
  answerAs,
  Behaviour,
} from '@orion/backstage-plugin-orion-react/testing';
import {
  ended,
  mine,
  mixedChecks,
  quietChecks,
  waiting,
} from '../src/__testUtils__/homeFixtures';

export const states = [
  'full',
  'empty',
  'loading',
  'stale',
  'partial',
  'error',
  'denied',
  'silent',
] as const;

export type HomeState = (typeof states)[number];

/** Full and empty are answers; in a partial state one of the two backends fails. */
const behaviours: Record<HomeState, { checks: Behaviour; changes: Behaviour }> =
  {
    full: { checks: 'answers', changes: 'answers' },
    empty: { checks: 'answers', changes: 'answers' },
    partial: { checks: 'answers', changes: 'error' },
    loading: { checks: 'loading', changes: 'loading' },
    stale: { checks: 'stale', changes: 'stale' },
    error: { checks: 'error', changes: 'error' },
    denied: { checks: 'denied', changes: 'denied' },
    silent: { checks: 'silent', changes: 'silent' },
  };

export function fakeChecksApi(state: HomeState): ChecksApi {
  return answerAs(behaviours[state].checks, {
    listChecks: async () => (state === 'empty' ? quietChecks() : mixedChecks()),
  });
}

/** The home page reads lists, nothing else. */
export function fakeChangesApi(state: HomeState): ChangesApi {
  const pages = { waiting, mine, all: ended };
  const list = async ({ view = 'all' }: ListChangesQuery) => {
    const items = state === 'empty' ? [] : pages[view];
    return { items, total: items.length };
  };
  return answerAs(behaviours[state].changes, { list }) as ChangesApi;
}
