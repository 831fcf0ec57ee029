import { PlanEnvelope } from '@orion/engines/terraform';
import { RESOURCE } from './facts';
import { checkGonePlan, checkGoneRest, goneLines } from './planGone';

const change = (action: string, address = RESOURCE) => ({ address, action });

function envelope(plan: object = {}, module = 'm'): PlanEnvelope {
  return {
    plan: {
      engineVersion: '1.11.4',
      complete: true,
      applyable: true,
      errored: false,
      resourceChanges: [],
      resourceDrift: [],
      outputChanges: [{ name: 'vm_id', action: 'delete', sensitive: false }],
      sensitiveValues: [],
      ...plan,
    },
    moduleDigest: module,
    lockFileDigest: 'l',
    engineDigest: 'e',
  };
}

describe('planGone', () => {
  it('says in words what is given back, and nothing of it is a loss', () => {
    const lines = goneLines({
      name: 'web-01',
      addresses: ['10.0.20.17'],
      inState: true,
    });
    expect(lines.map(({ title }) => title)).toEqual([
      'VM web-01 is already gone',
      'address 10.0.20.17 given back',
      'state entry of web-01 removed',
    ]);
    expect(new Set(lines.map(({ action }) => action))).toEqual(
      new Set(['change']),
    );
    expect(
      goneLines({ name: 'web-01', addresses: [], inState: false }),
    ).toHaveLength(1);
  });

  it.each([
    ['nothing at all', {}],
    ['the guest as deleted', { resourceDrift: [change('delete')] }],
    ['a resource that stays', { resourceChanges: [change('no-op')] }],
  ])('accepts a plan that names %s', (_what, plan) => {
    expect(checkGonePlan(envelope(plan))).toBeUndefined();
  });

  it.each([
    ['destroy', { resourceChanges: [change('delete')] }, /still act/],
    ['create', { resourceChanges: [change('create', 'a.b')] }, /still act/],
    [
      'set an output',
      { outputChanges: [{ name: 'x', action: 'update', sensitive: false }] },
      /still act/,
    ],
    ['see drift', { resourceDrift: [change('update')] }, /more changed/],
    [
      'see another one gone',
      { resourceDrift: [change('delete', 'a.b')] },
      /more changed/,
    ],
    ['fail', { errored: true }, /not whole/],
    ['leave a part', { complete: false }, /not whole/],
  ])('refuses a plan that would %s', (_what, plan, text) => {
    expect(checkGonePlan(envelope(plan))).toMatch(text);
  });

  it('tries again only with the engine and module that were approved', () => {
    const gone = envelope({ resourceDrift: [change('delete')] });
    expect(checkGoneRest(envelope(), gone)).toEqual([]);
    expect(checkGoneRest(envelope({}, 'other'), gone)).toEqual([
      'the module is another one',
    ]);
    expect(
      checkGoneRest(
        envelope(),
        envelope({ resourceChanges: [change('delete')] }),
      ),
    ).toEqual([expect.stringMatching(/still act/)]);
  });
});
