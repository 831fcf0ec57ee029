import { resolve } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { readChangesConfig } from './config';

const read = (changes?: JsonObject) =>
  readChangesConfig(new ConfigReader(changes ? { orion: { changes } } : {}));
const freeze = {
  from: '2026-01-01T00:00:00Z',
  to: '2026-01-02T00:00:00Z',
  reason: 'audit',
};

describe('readChangesConfig', () => {
  it('has a default for everything', () => {
    expect(read()).toMatchObject({
      runDirectory: resolve('.orion/runs'),
      executor: { enabled: true, concurrency: 6 },
      approvalExpiryMs: 3_600_000,
      approval: { maxAuthAgeMs: 28_800_000, maxAuthAgeDestructiveMs: 900_000 },
      limits: {
        openPerPerson: 20,
        openPerAgent: 5,
        submitsPerHour: 60,
        plansPerOwner: 2,
      },
      policy: {
        quota: {},
        maxBlastRadius: 0,
        freezes: [],
        approvers: [],
        autoApprove: [],
      },
    });
  });

  it('reads groups with colons, and memory in GiB', () => {
    const quota = {
      'group:default/team-a': { vms: 1, cores: 2, memoryGib: 4, diskGib: 8 },
    };
    const { policy } = read({ policy: { quota, freezes: [freeze] } });
    expect(policy.quota['group:default/team-a']).toEqual({
      vms: 1,
      cores: 2,
      memoryMib: 4096,
      diskGib: 8,
    });
    expect(policy.freezes).toEqual([
      {
        from: new Date(freeze.from),
        to: new Date(freeze.to),
        reason: 'audit',
        kinds: ['*'],
      },
    ]);
  });

  it.each<[string, JsonObject, string]>([
    [
      'no workers',
      { executor: { concurrency: 0 } },
      'executor.concurrency must be a number of 1 or more, not 0',
    ],
    [
      'a negative limit',
      { limits: { openPerPerson: -1 } },
      'limits.openPerPerson must be',
    ],
    [
      'no plan at all',
      { limits: { plansPerOwner: 0 } },
      'limits.plansPerOwner must be',
    ],
    [
      'no time to approve',
      { approvalExpiryMinutes: 0 },
      'approvalExpiryMinutes must be',
    ],
    [
      'a quota without a unit',
      { policy: { quota: { g: { vms: 1, cores: 1, memoryGib: 1 } } } },
      'quota.g.diskGib must be a number',
    ],
    [
      'a quota of text',
      { policy: { quota: { g: { vms: '1' } } } },
      'quota.g.vms must be a number',
    ],
    [
      'a negative quota',
      { policy: { quota: { g: { vms: -1 } } } },
      'quota.g.vms must be a number of 0 or more',
    ],
    [
      'an odd time',
      { policy: { freezes: [{ ...freeze, from: 'soon' }] } },
      'freezes[].from must be an ISO time, not "soon"',
    ],
    [
      'a freeze that ends before it begins',
      { policy: { freezes: [{ ...freeze, to: freeze.from }] } },
      'freezes[].to must lie after from',
    ],
    [
      'a freeze without a reason',
      { policy: { freezes: [{ from: freeze.from, to: freeze.to }] } },
      'reason',
    ],
    [
      'approvers without groups',
      { policy: { approvers: [{ kind: '*' }] } },
      'groups',
    ],
    [
      'a rule without an id',
      { policy: { autoApprove: [{ kind: '*' }] } },
      'ruleId',
    ],
  ])('refuses %s and names the key', (_what, changes, text) => {
    expect(() => read(changes)).toThrow(text);
  });
});
