import { checkAppliedState } from './checkAppliedState';
import { parseState } from './parseState';
import { isSchemaName } from './schemaName';

const raw = {
  version: 4,
  terraform_version: '1.11.4',
  serial: 3,
  lineage: 'abc',
  resources: [
    {
      mode: 'managed',
      type: 'vm',
      name: 'a',
      instances: [
        { index_key: 0, status: 'tainted', attributes: { p: 'hidden' } },
        { index_key: 'x"y' },
      ],
    },
    { mode: 'data', type: 'd', name: 'd', instances: [{}] },
    {
      mode: 'managed',
      module: 'module.m',
      type: 'vm',
      name: 'b',
      instances: [{}, { deposed: '1f' }],
    },
  ],
};
const state = parseState(JSON.stringify(raw));

describe('parseState', () => {
  it('reads addresses and marks, and no values', () => {
    expect(state).toEqual({
      lineage: 'abc',
      serial: 3,
      terraformVersion: '1.11.4',
      addresses: ['module.m.vm.b', 'vm.a["x\\"y"]', 'vm.a[0]'],
      tainted: ['vm.a[0]'],
      deposed: ['module.m.vm.b'],
    });
  });

  it.each(['', '{', '{"version":3}', '{"version":4,"serial":1}'])(
    'refuses %j',
    text => expect(() => parseState(text)).toThrow(),
  );
});

describe('checkAppliedState', () => {
  const base = { lineage: 'abc', serial: 2 };

  it('accepts what an apply should leave', () => {
    const expectation = { base, present: ['vm.a["x\\"y"]'], absent: ['vm.z'] };
    expect(checkAppliedState(state, expectation)).toEqual({ ok: true });
  });

  it.each([
    ['no state', undefined, { base }],
    ['another lineage', state, { base: { lineage: 'x', serial: 2 } }],
    ['the same serial', state, { base: { lineage: 'abc', serial: 3 } }],
    ['a missing instance', state, { base, present: ['vm.z'] }],
    ['a tainted instance', state, { base, present: ['vm.a[0]'] }],
    ['a deposed object', state, { base, present: ['module.m.vm.b'] }],
    ['an instance that should be gone', state, { base, absent: ['vm.a[0]'] }],
  ])('refuses %s', (_, found, expectation) => {
    expect(checkAppliedState(found, expectation).ok).toBe(false);
  });
});

describe('schema names', () => {
  it.each(['a', 'stack_1', `s${'x'.repeat(62)}`])('takes %s', name =>
    expect(isSchemaName(name)).toBe(true),
  );
  it.each([
    '',
    '1a',
    'A',
    'a-b',
    'a b',
    'a"',
    'ä',
    `s${'x'.repeat(63)}`,
    'a;drop',
    'a\n',
  ])('refuses %j', name => expect(isSchemaName(name)).toBe(false));
});
