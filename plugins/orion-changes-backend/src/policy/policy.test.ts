import { PolicyConfig } from '../config';
import { matchesKind } from './matchesKind';
import { PolicyEngine, PolicyInput } from './PolicyEngine';

const LIMIT = { vms: 10, cores: 40, memoryMib: 65_536, diskGib: 500 };
const NOTHING = { vms: 0, cores: 0, memoryMib: 0, diskGib: 0 };
const ONE = { vms: 1, cores: 4, memoryMib: 4096, diskGib: 40 };

const config = (more: Partial<PolicyConfig> = {}): PolicyConfig => ({
  quota: { 'group:default/team-a': LIMIT },
  protectedTargets: ['proxmox:r730/200'],
  maxBlastRadius: 1,
  freezes: [],
  approvers: [],
  autoApprove: [],
  ...more,
});
const input = (more: Partial<PolicyInput> = {}): PolicyInput => ({
  kind: 'virtual-machine.create',
  destructive: false,
  owner: 'group:default/team-a',
  requester: 'user:default/alice',
  facts: { domain: 'infrastructure' },
  targetName: 'web-01',
  now: new Date('2026-03-01T12:00:00Z'),
  ...more,
});
const counts = (more: object = {}) => ({
  add: 1,
  change: 0,
  replace: 0,
  destroy: 0,
  reboot: 0,
  ...more,
});
const verdictOf = (
  rule: string,
  on: Partial<PolicyInput>,
  more: Partial<PolicyConfig> = {},
) => {
  const { verdicts } = new PolicyEngine(config(more)).evaluate(input(on));
  const found = verdicts.find(({ ruleId }) => ruleId === rule);
  return found && [found.verdict, found.message];
};

describe('matchesKind', () => {
  it.each([
    ['*', 'anything.at-all', true],
    ['virtual-machine.*', 'virtual-machine.create', true],
    ['virtual-machine.*', 'virtual-machines.create', false],
    ['virtual-machine.create', 'virtual-machine.create', true],
    ['virtual-machine.create', 'virtual-machine.created', false],
    ['virtual-machine', 'virtual-machine.create', false],
    ['', 'virtual-machine.create', false],
  ])('%j on %j: %s', (pattern, kind, expected) => {
    expect(matchesKind(pattern, kind)).toBe(expected);
  });
});

describe('protected-target', () => {
  const guarded = { targetRef: 'proxmox:r730/200', targetName: 'router' };
  it.each<[string, Partial<PolicyInput>, string | undefined]>([
    [
      'a destroy of a protected guest',
      { ...guarded, destructive: true },
      'deny',
    ],
    [
      'a replace of one',
      { ...guarded, counts: counts({ replace: 1 }) },
      'deny',
    ],
    [
      'a harmless change of one',
      { ...guarded, counts: counts({ change: 1 }) },
      undefined,
    ],
    [
      'a destroy of another',
      { targetRef: 'proxmox:r730/2000', destructive: true },
      'pass',
    ],
    ['a destroy of nothing known yet', { destructive: true }, undefined],
  ])('%s', (_what, on, expected) => {
    expect(verdictOf('protected-target', on)?.[0]).toBe(expected);
  });
});

describe('applications-not-on-vms', () => {
  it.each<[object, string, string | undefined, string]>([
    [
      { domain: 'applications' },
      'virtual-machine.create',
      'deny',
      'Order a Kubernetes service instead.',
    ],
    [
      { domain: 'platform', vmid: 400 },
      'virtual-machine.create',
      'deny',
      'VMID 400 is set aside',
    ],
    [
      { domain: 'platform', vmid: '401' },
      'virtual-machine.create',
      'deny',
      'VMID 401 is set aside',
    ],
    [
      { domain: 'platform', vmid: 402 },
      'virtual-machine.create',
      'pass',
      'not an application',
    ],
    [{ domain: 'applications' }, 'virtual-machine.destroy', undefined, ''],
  ])('%j %s', (facts, kind, expected, text) => {
    const found = verdictOf('applications-not-on-vms', {
      facts: facts as never,
      kind,
    });
    expect(found?.[0]).toBe(expected);
    expect(found?.[1] ?? '').toContain(text);
  });
});

describe('freeze-window', () => {
  const freezes = [
    {
      from: new Date('2026-03-01T12:00:00Z'),
      to: new Date('2026-03-01T13:00:00Z'),
      reason: 'audit',
      kinds: ['virtual-machine.*'],
    },
  ];
  it.each([
    [
      'its first moment',
      '2026-03-01T12:00:00Z',
      'virtual-machine.create',
      'deny',
    ],
    [
      'its last moment',
      '2026-03-01T12:59:59Z',
      'virtual-machine.create',
      'deny',
    ],
    ['its end', '2026-03-01T13:00:00Z', 'virtual-machine.create', 'pass'],
    ['before', '2026-03-01T11:59:59Z', 'virtual-machine.create', 'pass'],
    ['another kind', '2026-03-01T12:30:00Z', 'helm-release.upgrade', 'pass'],
  ])('%s', (_when, now, kind, expected) => {
    const found = verdictOf(
      'freeze-window',
      { now: new Date(now), kind },
      { freezes },
    );
    expect(found?.[0]).toBe(expected);
  });
});

describe('owner-quota', () => {
  it.each<[string, Partial<PolicyInput>, string | undefined, string]>([
    [
      'what fits exactly',
      {
        quota: {
          used: { ...LIMIT, cores: 36, vms: 9, memoryMib: 0, diskGib: 0 },
          demand: ONE,
        },
      },
      'pass',
      '40 of 40 cores',
    ],
    [
      'one core too many',
      { quota: { used: { ...NOTHING, cores: 37 }, demand: ONE } },
      'deny',
      '41 of 40 cores',
    ],
    [
      'memory in GiB',
      { quota: { used: NOTHING, demand: { ...ONE, memoryMib: 65_537 } } },
      'deny',
      'of 64 GiB memory',
    ],
    [
      'an overdrawn unit that is not asked for',
      {
        quota: {
          used: { ...NOTHING, diskGib: 900 },
          demand: { ...ONE, diskGib: 0 },
        },
      },
      'pass',
      '',
    ],
    [
      'an owner without a quota',
      { owner: 'group:default/none', quota: { used: NOTHING, demand: ONE } },
      'deny',
      'has no quota',
    ],
    ['a change that uses nothing', {}, undefined, ''],
  ])('%s', (_what, on, expected, text) => {
    const found = verdictOf('owner-quota', on);
    expect(found?.[0]).toBe(expected);
    expect(found?.[1] ?? '').toContain(text);
  });

  it('falls back to the default group', () => {
    const quota = { default: { ...LIMIT, cores: 4 } };
    const on = { quota: { used: NOTHING, demand: ONE } };
    expect(verdictOf('owner-quota', on, { quota })?.[0]).toBe('pass');
    expect(
      verdictOf(
        'owner-quota',
        { quota: { used: ONE, demand: ONE } },
        { quota },
      )?.[0],
    ).toBe('deny');
  });
});

describe('blast-radius', () => {
  it.each<[string, Partial<PolicyInput>, string | undefined]>([
    ['within the limit', { blastRadius: ['a'], counts: counts() }, 'pass'],
    ['beyond the limit', { blastRadius: ['a', 'b'], counts: counts() }, 'deny'],
    [
      'a loss in a kind that never loses',
      { blastRadius: [], counts: counts({ destroy: 1 }) },
      'deny',
    ],
    [
      'a loss in one that does',
      { blastRadius: [], counts: counts({ destroy: 1 }), destructive: true },
      'pass',
    ],
    ['before there is a plan', {}, undefined],
  ])('%s', (_what, on, expected) => {
    expect(verdictOf('blast-radius', on)?.[0]).toBe(expected);
  });
});

describe('approvalNeed', () => {
  const approvers = [
    { kind: 'virtual-machine.destroy', groups: ['group:default/admins'] },
    {
      kind: 'virtual-machine.*',
      owner: 'group:default/team-a',
      groups: ['group:default/leads'],
    },
    { kind: '*', groups: ['group:default/approvers'] },
  ];
  const autoApprove = [
    {
      ruleId: 'small',
      kind: 'virtual-machine.*',
      maxCores: 4,
      owners: ['group:default/team-a'],
    },
  ];
  const engine = new PolicyEngine(config({ approvers, autoApprove }));
  const demand = (cores: number) => ({
    quota: { used: NOTHING, demand: { ...ONE, cores } },
  });

  it.each<[string, Partial<PolicyInput>, string]>([
    [
      'the first entry that matches',
      { kind: 'virtual-machine.destroy' },
      'admins',
    ],
    ['the owner', {}, 'leads'],
    ['another owner', { owner: 'group:default/team-b' }, 'approvers'],
    ['another kind', { kind: 'bgp-peer.disable' }, 'approvers'],
  ])('groups by %s', (_what, on, group) => {
    expect(engine.approvalNeed(input(on)).groups).toEqual([
      `group:default/${group}`,
    ]);
  });

  it.each<[string, Partial<PolicyInput>, string | undefined]>([
    ['a small one', demand(4), 'small'],
    ['a larger one', demand(5), undefined],
    [
      'one of another owner',
      { ...demand(1), owner: 'group:default/team-b' },
      undefined,
    ],
    [
      'one that destroys',
      { ...demand(1), counts: counts({ destroy: 1 }) },
      undefined,
    ],
    [
      'one that replaces',
      { ...demand(1), counts: counts({ replace: 1 }) },
      undefined,
    ],
    ['a destructive kind', { ...demand(1), destructive: true }, undefined],
  ])('by rule: %s', (_what, on, rule) => {
    expect(engine.approvalNeed(input(on)).autoRuleId).toBe(rule);
  });

  it('needs somebody where nobody is configured', () => {
    expect(new PolicyEngine(config()).approvalNeed(input())).toEqual({
      groups: [],
      autoRuleId: undefined,
    });
  });
});

describe('the policy hash', () => {
  it('changes with the configuration and with nothing else', () => {
    const { hash } = new PolicyEngine(config());
    expect(new PolicyEngine(config()).hash).toBe(hash);
    expect(new PolicyEngine(config({ maxBlastRadius: 2 })).hash).not.toBe(hash);
    expect(new PolicyEngine(config({ protectedTargets: [] })).hash).not.toBe(
      hash,
    );
  });
});
