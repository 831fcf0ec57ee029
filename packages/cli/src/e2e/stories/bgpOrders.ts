import assert from 'node:assert/strict';
import { isTerminal } from '@orion/backstage-plugin-orion-changes-common';
import { Story } from '../../checks/stories';
import { House } from '../House';
import { runTemplate } from '../runTemplate';

const REASON = 'orion e2e: ordered by a form';
const PREFIX = '2001:db8:394a::/48';
const OVER = {
  ...{ from: 'gw1', to: 'gw2', sessions: ['he_v6'] },
  reason: REASON,
};

/** Each template of networking, filled in, and the kind that must take it as it is. */
const ORDERS: [template: string, kind: string, values: object][] = [
  [
    'bgp-peer-soft-reset',
    'bgp-peer.soft-reset',
    { router: 'gw1', session: 'shadow', direction: 'in', reason: REASON },
  ],
  [
    'bgp-peer-disable',
    'bgp-peer.disable',
    { router: 'gw1', session: 'shadow', name: 'shadow', reason: REASON },
  ],
  [
    'bgp-peer-enable',
    'bgp-peer.enable',
    { router: 'gw1', session: 'shadow', reason: REASON },
  ],
  [
    'prefix-announce',
    'prefix.announce',
    { router: 'gw2', prefix: PREFIX, reason: REASON },
  ],
  [
    'prefix-withdraw',
    'prefix.withdraw',
    { router: 'gw2', prefix: PREFIX, name: PREFIX, reason: REASON },
  ],
  [
    'bgp-migration-rehearse',
    'bgp-migration.rehearse',
    { ...OVER, name: 'gw2' },
  ],
  [
    'bgp-migration-cut-over',
    'bgp-migration.cut-over',
    { ...OVER, name: 'gw2' },
  ],
  ['bgp-migration-roll-back', 'bgp-migration.roll-back', OVER],
];

/** What the forms of networking order reaches its kind, and nothing of it is lost. */
export function bgpOrders(house: House): Story[] {
  return [
    {
      name: 'bgp: every form of networking leads to its kind of change',
      async run() {
        for (const [template, kind, values] of ORDERS) {
          const operator = await house.as('operator');
          const id = await runTemplate(operator, template, values);
          const change = await operator.change(id);
          assert.equal(change.kind, kind, template);
          assert.deepEqual(
            Object.fromEntries(
              Object.keys(values).map(key => [key, change.input[key]]),
            ),
            values,
            template,
          );
          // They are planned one after the other, and none is meant to be.
          await operator.call(`orion-changes/changes/${id}/cancel`, {
            method: 'POST',
            body: {},
          });
          await house.until(`#${id} of ${template} is over`, async () =>
            isTerminal((await operator.change(id)).state),
          );
        }
        // Nobody configures these routers, which the kind says and not the schema.
        const operator = await house.as('operator');
        await assert.rejects(
          runTemplate(operator, 'bgp-router-configure', {
            router: 'gw1',
            reason: REASON,
          }),
          /ORION does not configure router gw1/,
        );
      },
    },
  ];
}
