import {
  ChangeDetail,
  ChangeState,
  nextStates,
  TimelineEntry,
} from '@orion/backstage-plugin-orion-changes-common';
import { detail, digestB } from '../src/__testUtils__/changeFixtures';

/** The way to each state; the last one is the state itself. */
const ways: Record<ChangeState, ChangeState[]> = {
  requested: ['requested'],
  planning: ['requested', 'planning'],
  'awaiting-approval': ['requested', 'planning', 'awaiting-approval'],
  approved: to('approved'),
  applying: to('approved', 'applying'),
  recovering: to('approved', 'applying', 'recovering'),
  verifying: to('approved', 'applying', 'verifying'),
  finishing: to('approved', 'applying', 'verifying', 'finishing'),
  'needs-attention': to(
    'approved',
    'applying',
    'recovering',
    'needs-attention',
  ),
  succeeded: to('approved', 'applying', 'verifying', 'finishing', 'succeeded'),
  denied: ['requested', 'planning', 'denied'],
  rejected: to('rejected'),
  expired: to('expired'),
  cancelled: to('cancelled'),
  failed: to('approved', 'applying', 'recovering', 'failed'),
};

function to(...rest: ChangeState[]): ChangeState[] {
  return ['requested', 'planning', 'awaiting-approval', ...rest];
}

const reasons: Partial<Record<ChangeState, string>> = {
  approved: 'Waiting for cluster:r730, held by #1031, #1033.',
  recovering: 'The engine ended with exit code 1.',
  verifying: 'The guest agent of r730/1001 does not answer yet.',
  'needs-attention': 'r730/1001 exists, but its disk is smaller than planned.',
  denied: 'team-net would use 24 of 20 cores.',
  rejected: 'Use the smaller size.',
  expired: 'Nobody decided within an hour.',
  cancelled: 'Ordered twice.',
  failed: 'The storage local-lvm is full; nothing was left behind.',
};

/** Requested by whoever looks at this app. */
const mine: ChangeState[] = ['planning', 'applying', 'failed'];
const waits: ChangeState[] = ['awaiting-approval', 'approved'];

/** Too late to cancel. */
const applied: ChangeState[] = ['verifying', 'finishing', 'needs-attention'];

const NO = { allowed: false, reason: 'Not in this state.' };
const YES = { allowed: true };

/** A change in each state, with what its page shows there. Numbers count down from the newest. */
export function everyState(): ChangeDetail[] {
  const states = Object.keys(ways) as ChangeState[];
  return [
    destroy(),
    settling(),
    ...states.map((state, index) => inState(state, 1040 - index)),
  ];
}

function inState(state: ChangeState, id: number): ChangeDetail {
  const base = detail();
  const way = ways[state];
  const over = nextStates[state].length === 0;
  return detail({
    id,
    title: `Create ${state}-1`,
    state,
    requester: mine.includes(state) ? 'user:default/guest' : base.requester,
    target: {
      ...base.target,
      name: `${state}-1`,
      entityRef:
        state === 'succeeded' ? 'resource:default/r730-1001' : undefined,
    },
    deadlineAt: waits.includes(state) ? base.deadlineAt : undefined,
    reason: reasons[state],
    plan: way.includes('awaiting-approval') ? base.plan : undefined,
    counts: way.includes('awaiting-approval') ? base.counts : undefined,
    timeline: timelineOf(way),
    runs: way.includes('applying') ? runsOf(id, state === 'applying') : [],
    evidence:
      state === 'needs-attention'
        ? { guest: { vmid: 1001, diskGib: 8 }, exitCode: 1 }
        : undefined,
    cleanup: cleanupOf(state),
    undo: state === 'succeeded' ? undoOf(state) : undefined,
    next: {
      actor: actorAfter(state, base.owner),
      text: `What follows on ${state}.`,
    },
    can: {
      approve: state === 'awaiting-approval' ? YES : NO,
      reject: state === 'awaiting-approval' ? YES : NO,
      cancel: over || applied.includes(state) ? NO : YES,
      recover: state === 'needs-attention' ? YES : NO,
      settle: state === 'needs-attention' ? YES : NO,
    },
  });
}

/** Loses data, runs out soon, and a rule warns. */
function destroy(): ChangeDetail {
  const base = detail();
  const counts = { add: 0, change: 0, replace: 0, destroy: 3, reboot: 0 };
  const lost = (address: string, title: string, text?: string) => ({
    action: 'destroy' as const,
    address,
    title,
    detail: text,
    attributes: [],
  });
  return detail({
    id: 1044,
    kind: 'virtual-machine.destroy',
    title: 'Destroy db-2',
    destructive: true,
    target: { system: 'proxmox:r730', name: 'db-2', ref: 'proxmox:r730/1002' },
    counts,
    deadlineAt: new Date(Date.now() + 8.5 * 60_000).toISOString(),
    plan: {
      ...base.plan!,
      digest: digestB,
      counts,
      quota: undefined,
      blastRadius: ['web-01'],
      lines: [
        lost('proxmox_virtual_environment_vm.this', 'VM db-2'),
        lost('local-lvm:vm-1002-disk-0', 'disk vm-1002-disk-0', '40 GiB'),
        lost('netbox.address', 'address 10.0.20.18', 'given back to NetBox'),
      ],
      policy: [
        ...base.plan!.policy,
        {
          ruleId: 'blast-radius',
          verdict: 'warn',
          message: 'web-01 uses what db-2 serves.',
        },
      ],
    },
  });
}

/** Ends by hand: nothing is there, and a second person has to say so too. */
function settling(): ChangeDetail {
  const at = new Date(Date.now() - 5 * 60_000).toISOString();
  const change = inState('needs-attention', 1043);
  return {
    ...change,
    title: 'Create mail-1',
    settlement: {
      outcome: 'failed',
      by: 'user:default/operator',
      at,
      comment: 'I removed it by hand.',
      provenAt: at,
    },
  };
}

function actorAfter(state: ChangeState, owner: string): string {
  if (state === 'needs-attention') {
    return owner;
  }
  return nextStates[state].length === 0 ? 'nobody' : 'orion';
}

function undoOf(name: string): ChangeDetail['undo'] {
  return {
    kind: 'virtual-machine.destroy',
    title: `Destroy ${name}-1`,
    template: 'template:default/virtual-machine-destroy',
    values: { name: `${name}-1` },
  };
}

function cleanupOf(state: ChangeState): ChangeDetail['cleanup'] {
  if (state === 'cancelled') {
    return 'stuck';
  }
  if (state === 'rejected') {
    return 'pending';
  }
  return ['denied', 'expired', 'failed'].includes(state) ? 'done' : undefined;
}

function timelineOf(way: ChangeState[]): TimelineEntry[] {
  return way.map((state, index) => ({
    seq: index + 1,
    at: new Date(Date.now() - (way.length - index) * 4 * 60_000).toISOString(),
    event: state,
    state,
    actor: actorOf(state),
    message: `Now ${state}`,
    comment:
      reasons[state] && state === 'rejected' ? reasons[state] : undefined,
  }));
}

function actorOf(state: ChangeState): TimelineEntry['actor'] {
  if (state === 'requested') {
    return { type: 'person', ref: 'user:default/operator' };
  }
  return ['approved', 'rejected', 'cancelled'].includes(state)
    ? { type: 'person', ref: 'user:default/approver' }
    : { type: 'system', ref: 'orion' };
}

function runsOf(id: number, running: boolean): ChangeDetail['runs'] {
  const at = (minutesAgo: number) =>
    new Date(Date.now() - minutesAgo * 60_000).toISOString();
  return [
    {
      id: `plan-${id}`,
      attempt: 0,
      phase: 'plan',
      startedAt: at(14),
      endedAt: at(13),
      exitCode: 0,
    },
    {
      id: `apply-${id}`,
      attempt: 1,
      phase: 'apply',
      startedAt: at(6),
      ...(running ? {} : { endedAt: at(4), exitCode: 1 }),
    },
  ];
}
