import { Drift } from '@orion/backstage-plugin-orion-bgp-common';

/** The order that does again what a change decided, and the values of its form. */
export interface DriftAction {
  id: 'disable' | 'enable' | 'announce' | 'withdraw';
  template: string;
  values: Record<string, string>;
}

/** What a person types is left empty. */
export function driftAction({ router, name, state }: Drift): DriftAction {
  const session = { router, session: name, reason: '' };
  const prefix = { router, prefix: name, reason: '' };
  switch (state) {
    case 'down':
      return {
        id: 'disable',
        template: 'bgp-peer-disable',
        values: { ...session, name: '' },
      };
    case 'up':
      return { id: 'enable', template: 'bgp-peer-enable', values: session };
    case 'announced':
      return { id: 'announce', template: 'prefix-announce', values: prefix };
    default:
      return {
        id: 'withdraw',
        template: 'prefix-withdraw',
        values: { ...prefix, name: '' },
      };
  }
}
