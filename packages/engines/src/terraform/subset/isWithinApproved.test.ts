import { JsonValue } from '@backstage/types';
import { aChange, aPlan, anEnvelope } from '../../testing/plans';
import { ResourceChange, TerraformPlan } from '../plan/planTypes';
import { isWithinApproved } from './isWithinApproved';

const change = aChange;

function check(
  approved: ResourceChange[],
  next: ResourceChange[],
  drift: ResourceChange[] = [],
  ownedAddresses: string[] = [],
) {
  const plan = aPlan({ resourceChanges: next, resourceDrift: drift });
  return isWithinApproved(anEnvelope(approved), anEnvelope([], { plan }), {
    ownedAddresses,
  });
}

const reasonsOf = (result: ReturnType<typeof check>) =>
  result.ok ? [] : result.reasons;

const before = { id: '101', name: 'web', cores: 2 };
const update = change({
  action: 'update',
  before,
  after: { id: '101', name: 'web', cores: 4 },
  afterUnknown: {},
});
const destroy = change({
  action: 'delete',
  before,
  after: null,
  afterUnknown: {},
});
const replace = change({ action: 'replace', before });
const noop = change({ action: 'no-op', before, after: before });

describe('what remains of an approved plan', () => {
  it.each<[string, ResourceChange[], ResourceChange[]]>([
    ['is the whole plan', [change()], [change()]],
    ['is nothing', [change()], []],
    ['is a part', [change(), change({ address: 'vm.b' })], [change()]],
    ['has only things that need no change', [change()], [noop]],
    [
      'reads data',
      [change()],
      [change(), change({ action: 'read', address: 'data.x', mode: 'data' })],
    ],
    ['is the same update', [update], [update]],
    ['is the same destroy', [destroy], [destroy]],
    ['is the same replace', [replace], [replace]],
    ['is the create half of a replace', [replace], [change()]],
    [
      'is the leftover of a replace',
      [replace],
      [change({ ...destroy, deposed: 'ab12' })],
    ],
    [
      'is an approved leftover',
      [change({ ...destroy, deposed: 'ab12' })],
      [change({ ...destroy, deposed: 'ab12' })],
    ],
    [
      'is an approved import',
      [change({ action: 'no-op', importing: { id: 'pve1/101' } })],
      [change({ action: 'no-op', importing: { id: 'pve1/101' } })],
    ],
  ])('%s', (_, approved, next) => {
    expect(check(approved, next)).toEqual({ ok: true });
  });
});

describe('addresses', () => {
  it.each<[string, ResourceChange[], ResourceChange[]]>([
    ['another resource', [change()], [change({ address: 'vm.other' })]],
    ['another instance', [change()], [change({ address: 'vm.this[1]' })]],
    ['one that was no change', [noop], [update]],
    ['anything, when nothing was approved', [], [change()]],
  ])('refuses %s', (_, approved, next) => {
    expect(reasonsOf(check(approved, next))).toEqual([
      expect.stringContaining('is not in the approved plan'),
    ]);
  });

  it('refuses a move that was not approved', () => {
    const moved = change({ ...noop, previousAddress: 'vm.old' });
    expect(check([change()], [moved]).ok).toBe(false);
  });
});

describe('digests', () => {
  it.each([
    ['module', { moduleDigest: 'x' }],
    ['lock file', { lockFileDigest: undefined }],
    ['engine', { engineDigest: 'x' }],
  ])('refuses another %s', (name, more) => {
    const result = isWithinApproved(
      anEnvelope([change()]),
      anEnvelope([change()], more),
      { ownedAddresses: [] },
    );
    expect(reasonsOf(result)).toEqual([expect.stringContaining(name)]);
  });

  it('refuses another provider for the same address', () => {
    const next = change({ providerName: 'registry.example/evil/vm' });
    expect(reasonsOf(check([change()], [next]))).toEqual([
      'vm.this: another provider',
    ]);
  });

  it('refuses another resource type at the same address', () => {
    const next = change({ type: 'container' });
    expect(reasonsOf(check([change()], [next]))).toEqual([
      'vm.this: another resource type',
    ]);
  });
});

describe('actions', () => {
  const owned = ['vm.this'];
  const finishing = change({
    action: 'update',
    before,
    after: { name: 'web', cores: 2 },
    afterUnknown: {},
  });

  describe('finishing an imported object', () => {
    const approved = change({
      after: {
        name: 'web',
        pool: null,
        clone: [{ vm: 1 }],
        cpu: [{ flags: null }],
      },
    });
    const next = (more = {}) =>
      change({
        action: 'update',
        before,
        after: {
          name: 'web',
          pool: '',
          clone: [],
          cpu: [{ flags: [] }],
          ...more,
        },
        afterUnknown: {},
      });
    const finish = (to: ResourceChange, createOnlyAttributes = {}) =>
      isWithinApproved(anEnvelope([approved]), anEnvelope([to]), {
        ownedAddresses: owned,
        createOnlyAttributes,
      });

    it('takes empty for null, and leaves out how it was made', () => {
      expect(finish(next(), { vm: ['clone'] })).toEqual({ ok: true });
    });

    it('compares how it was made unless told otherwise', () => {
      expect(finish(next(), { other: ['clone'] })).toEqual({
        ok: false,
        reasons: ['vm.this: clone differs from what was approved'],
      });
    });

    it.each([{ pool: 'x' }, { cpu: [{ flags: ['+aes'] }] }, { cpu: [] }])(
      'still refuses %j',
      more => expect(finish(next(more), { vm: ['clone'] }).ok).toBe(false),
    );

    it('is strict about empty values otherwise', () => {
      const created = change({ after: next().after });
      expect(finish(created, { vm: ['clone'] }).ok).toBe(false);
    });
  });

  it('finishes by update what this change is proven to have created', () => {
    expect(check([change()], [finishing], [], owned)).toEqual({ ok: true });
    expect(check([replace], [finishing], [], owned)).toEqual({ ok: true });
  });

  it.each<[string, ResourceChange, ResourceChange, string[]]>([
    ['update for create without proof', change(), finishing, []],
    ['update for create, proof of another', change(), finishing, ['vm.b']],
    ['update for delete', destroy, finishing, owned],
    ['create for update', update, change(), owned],
    ['create for delete', destroy, change(), owned],
    ['delete for create', change(), destroy, owned],
    ['delete for update', update, destroy, owned],
    ['replace for create', change(), replace, owned],
    ['replace for update', update, replace, owned],
    ['replace for delete', destroy, replace, owned],
    [
      'forget for delete',
      destroy,
      change({ ...destroy, action: 'forget' }),
      owned,
    ],
    [
      'leftover for create',
      change(),
      change({ ...destroy, deposed: 'ab' }),
      owned,
    ],
    ['import for create', change(), change({ importing: { id: '1' } }), owned],
  ])('refuses %s', (_, approved, next, proven) => {
    expect(check([approved], [next], [], proven).ok).toBe(false);
  });

  it('refuses half a replace that only destroys', () => {
    const only = change({ ...destroy, before });
    expect(check([replace], [only]).ok).toBe(false);
  });
});

describe('identity', () => {
  it.each<[string, ResourceChange, ResourceChange]>([
    [
      'delete',
      destroy,
      change({ ...destroy, before: { ...before, id: '102' } }),
    ],
    [
      'replace',
      replace,
      change({ ...replace, before: { ...before, id: '102' } }),
    ],
    [
      'delete without an id',
      change({ ...destroy, before: {} }),
      change({ ...destroy, before: {} }),
    ],
    [
      'leftover',
      replace,
      change({ ...destroy, deposed: 'ab', before: { id: '102' } }),
    ],
  ])('refuses the %s of another object', (_, approved, next) => {
    expect(reasonsOf(check([approved], [next]))).toContainEqual(
      expect.stringContaining('of another object than approved'),
    );
  });
});

describe('values', () => {
  const known = (after: JsonValue, afterUnknown: JsonValue = {}) =>
    change({ after, afterUnknown });

  it.each<[string, ResourceChange, ResourceChange]>([
    [
      'an unknown became known',
      known({ a: 1 }, { id: true }),
      known({ a: 1, id: 'x' }),
    ],
    [
      'a nested unknown became known',
      known({ d: [{ s: 1 }] }, { d: [{ p: true }] }),
      known({ d: [{ s: 1, p: 'x' }] }),
    ],
    [
      'a list unknown as a whole',
      known({}, { ips: true }),
      known({ ips: ['10.0.0.1'] }),
    ],
    ['both still unknown', known({}, { id: true }), known({}, { id: true })],
    ['absent is null', known({ a: null }), known({})],
    [
      'an object of unknown parts only',
      known({}, { o: { a: true } }),
      known({ o: { a: 1 } }),
    ],
    [
      'false marks are known',
      known({ l: [1] }, { l: [false] }),
      known({ l: [1] }),
    ],
  ])('accepts: %s', (_, approved, next) => {
    expect(check([approved], [next])).toEqual({ ok: true });
  });

  it.each<[string, string, ResourceChange, ResourceChange]>([
    ['another value', 'a', known({ a: 1 }), known({ a: 2 })],
    ['another type', 'a', known({ a: 1 }), known({ a: '1' })],
    ['a value that was null', 'a', known({ a: null }), known({ a: 1 })],
    ['a value that was absent', 'a', known({}), known({ a: 1 })],
    ['a value that is gone', 'a', known({ a: 1 }), known({})],
    ['known became unknown', 'a', known({ a: 1 }), known({}, { a: true })],
    [
      'a nested value',
      'd[0].s',
      known({ d: [{ s: 1 }] }, { d: [{ p: true }] }),
      known({ d: [{ s: 2, p: 1 }] }),
    ],
    ['a longer list', 'l', known({ l: [1] }), known({ l: [1, 2] })],
    ['a shorter list', 'l', known({ l: [1, 2] }), known({ l: [1] })],
    ['another order', 'l[0]', known({ l: [1, 2] }), known({ l: [2, 1] })],
    ['a list for an object', 'o', known({ o: { 0: 1 } }), known({ o: [1] })],
    [
      'an object for an unknown part',
      'o.b',
      known({}, { o: { a: true } }),
      known({ o: { a: 1, b: 2 } }),
    ],
    [
      'nothing instead of an object',
      'the object',
      known({ a: 1 }),
      known(null),
    ],
  ])('refuses: %s', (_, path, approved, next) => {
    expect(reasonsOf(check([approved], [next]))).toEqual(
      expect.arrayContaining([
        `vm.this: ${path} differs from what was approved`,
      ]),
    );
  });

  it('names paths, never values', () => {
    const result = check(
      [known({ a: 'old-secret' })],
      [known({ a: 'new-secret' })],
    );
    expect(JSON.stringify(result)).not.toContain('secret');
  });
});

describe('drift', () => {
  const drift = (action: ResourceChange['action'], more = {}) =>
    change({
      action,
      before,
      after: action === 'delete' ? null : { ...before, cores: 8 },
      ...more,
    });

  it.each<[string, ResourceChange[], ResourceChange[], ResourceChange[]]>([
    ['inside', [update], [update], [drift('update')]],
    ['of nothing', [update], [update], [drift('no-op', { address: 'vm.b' })]],
    [
      'that only reads null back as empty',
      [update],
      [update],
      [
        change({
          address: 'vm.b',
          action: 'update',
          before: { cpu: [{ flags: null }], a: 1 },
          after: { cpu: [{ flags: [] }], a: 1, b: '' },
        }),
      ],
    ],
    ['that did the approved delete', [destroy], [], [drift('delete')]],
  ])('accepts drift %s', (_, approved, next, drifted) => {
    expect(check(approved, next, drifted)).toEqual({ ok: true });
  });

  it.each<[string, ResourceChange[], ResourceChange[], ResourceChange[]]>([
    ['outside', [update], [update], [drift('update', { address: 'vm.b' })]],
    ['of what was no change', [noop], [], [drift('update')]],
    ['delete, then create', [change()], [change()], [drift('delete')]],
    [
      'delete, then create of a replace',
      [replace],
      [change()],
      [drift('delete')],
    ],
    ['delete, then the whole replace', [replace], [replace], [drift('delete')]],
    ['delete of what was to be updated', [update], [], [drift('delete')]],
  ])('refuses drift %s', (_, approved, next, drifted) => {
    expect(check(approved, next, drifted, ['vm.this']).ok).toBe(false);
  });
});

describe('plans with errors or gaps', () => {
  it.each<[string, Partial<TerraformPlan>]>([
    ['errors', { errored: true }],
    ['gaps', { complete: false }],
  ])('refuses a new plan with %s', (_, more) => {
    const plan = aPlan({ resourceChanges: [change()], ...more });
    const result = isWithinApproved(
      anEnvelope([change()]),
      anEnvelope([], { plan }),
      { ownedAddresses: [] },
    );
    expect(result.ok).toBe(false);
  });
});
