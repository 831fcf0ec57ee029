import {
  ChangeDetail,
  ChangeSummary,
} from '@orion/backstage-plugin-orion-changes-common';

export const digestA = `3f9a12c4${'0'.repeat(56)}`;
export const digestB = `77ab01de${'0'.repeat(56)}`;

const at = (minutesAgo: number) =>
  new Date(Date.now() - minutesAgo * 60_000).toISOString();

/** A change as a list shows it. */
export function summary(over: Partial<ChangeSummary> = {}): ChangeSummary {
  return {
    id: 1042,
    kind: 'vm.create',
    title: 'Create web-01',
    state: 'awaiting-approval',
    destructive: false,
    requester: 'user:default/operator',
    owner: 'group:default/team-net',
    target: { system: 'proxmox', name: 'web-01', ref: 'proxmox:r730/1001' },
    counts: { add: 2, change: 0, replace: 0, destroy: 0, reboot: 0 },
    createdAt: at(9),
    updatedAt: at(8),
    deadlineAt: at(-52.5),
    ...over,
  };
}

/** A change with a plan that waits for a decision of this person. */
export function detail(over: Partial<ChangeDetail> = {}): ChangeDetail {
  return {
    ...summary(),
    input: {},
    approvers: ['group:default/net-approvers'],
    next: {
      actor: 'group:default/net-approvers',
      text: 'Someone of net-approvers decides.',
    },
    runs: [],
    timeline: [
      {
        seq: 1,
        at: at(9),
        event: 'submitted',
        state: 'requested',
        actor: { type: 'person', ref: 'user:default/operator' },
        message: 'Submitted',
      },
      {
        seq: 2,
        at: at(8),
        event: 'planned',
        state: 'awaiting-approval',
        actor: { type: 'system', ref: 'orion' },
        message: 'Planned',
      },
    ],
    can: {
      approve: { allowed: true },
      reject: { allowed: true },
      cancel: { allowed: true },
      recover: {
        allowed: false,
        reason: 'Only for changes that need attention.',
      },
      settle: {
        allowed: false,
        reason: 'Only for changes that need attention.',
      },
    },
    plan: {
      digest: digestA,
      plannedAt: at(8),
      counts: { add: 2, change: 0, replace: 0, destroy: 0, reboot: 0 },
      lines: [
        {
          action: 'add',
          address: 'proxmox_virtual_environment_vm.this',
          title: 'VM web-01',
          detail: '4 cores, 8 GiB on pve1',
          attributes: [{ path: 'vm_id', after: 1001 }],
        },
        {
          action: 'add',
          address: 'netbox_ip_address.this',
          title: 'address 10.0.20.17/24',
          attributes: [],
        },
      ],
      policy: [
        {
          ruleId: 'blast-radius',
          verdict: 'pass',
          message: '2 of at most 10 resources.',
        },
        {
          ruleId: 'owner-quota',
          verdict: 'pass',
          message: 'team-net would use 18 of 20 cores.',
        },
      ],
      quota: {
        owner: 'group:default/team-net',
        limit: { vms: 10, cores: 20, memoryMib: 65536, diskGib: 1000 },
        used: { vms: 3, cores: 14, memoryMib: 24576, diskGib: 120 },
        demand: { vms: 1, cores: 4, memoryMib: 8192, diskGib: 40 },
      },
      pins: {},
    },
    ...over,
  };
}
