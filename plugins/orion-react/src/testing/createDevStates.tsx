import {
  ApiBlueprint,
  AppRootElementBlueprint,
  createFrontendModule,
  FrontendModule,
} from '@backstage/frontend-plugin-api';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { StateBar } from './StateBar';

const STORED_AS = 'orion-dev-state';
const SIGNAL_EVERY_MS = 2000;

/** The chosen state of a development app, and what puts the choice into it. @public */
export interface DevStates<T extends string> {
  /** From `?state=` in the URL; kept in this tab while one goes from page to page. */
  state: T;
  /** A bar with a link per state, and a signal every two seconds so that pages look again. */
  feature: FrontendModule;
}

/**
 * Lets a development app show its pages in one of several states. The first is
 * shown when none is asked for.
 *
 * @public
 */
export function createDevStates<T extends string>(
  states: readonly T[],
): DevStates<T> {
  const state = readState(states);
  return {
    state,
    feature: createFrontendModule({
      pluginId: 'app',
      extensions: [
        AppRootElementBlueprint.make({
          name: 'orion-dev-states',
          params: { element: <StateBar states={states} current={state} /> },
        }),
        ApiBlueprint.make({
          name: 'orion-dev-signals',
          params: defineParams =>
            defineParams({
              api: signalApiRef,
              deps: {},
              factory: () => ({ subscribe: subscribeToClock }),
            }),
        }),
      ],
    }),
  };
}

function readState<T extends string>(states: readonly T[]): T {
  const asked = new URLSearchParams(window.location.search).get('state');
  const wanted = asked ?? window.sessionStorage.getItem(STORED_AS);
  const state = states.find(name => name === wanted) ?? states[0];
  window.sessionStorage.setItem(STORED_AS, state);
  return state;
}

function subscribeToClock(
  _channel: string,
  onMessage: (message: never) => void,
) {
  const timer = setInterval(() => onMessage({} as never), SIGNAL_EVERY_MS);
  return { unsubscribe: () => clearInterval(timer) };
}
