import {
  ChangeDetail,
  ChangesApi,
  ChangeState,
  ListChangesQuery,
  SafeModeState,
} from '@orion/backstage-plugin-orion-changes-common';
import {
  answerAs,
  Behaviour,
  refusal,
} from '@orion/backstage-plugin-orion-react/testing';
import { everyState } from './everyState';

export const states = [
  'full',
  'empty',
  'loading',
  'stale',
  'error',
  'denied',
  'silent',
  'safe-mode',
] as const;

export type ChangesState = (typeof states)[number];

const ME = 'user:default/guest';
const LINES = 400;

/** A pipeline in the browser: decisions move a change, nothing else happens. */
export function fakeChangesApi(state: ChangesState): ChangesApi {
  const changes = state === 'empty' ? [] : everyState();
  const behaviour: Behaviour =
    state === 'full' || state === 'empty' || state === 'safe-mode'
      ? 'answers'
      : state;

  const find = (id: number): ChangeDetail => {
    const found = changes.find(change => change.id === id);
    if (!found) {
      throw refusal(404, `No such change #${id}, or you may not see it`);
    }
    return found;
  };
  const move = async (id: number, next: ChangeState) => {
    Object.assign(find(id), { state: next, deadlineAt: undefined });
  };

  return answerAs<ChangesApi>(behaviour, {
    listKinds: async () => [],
    list: async query => {
      const found = changes.filter(change => matches(change, query));
      const items = found.slice(0, query.limit ?? 25);
      return { items, total: found.length };
    },
    get: async id => ({ ...find(id) }),
    submit: async () => ({ created: false }),
    approve: async id => move(id, 'approved'),
    reject: async id => move(id, 'rejected'),
    cancel: async id => move(id, 'cancelled'),
    recover: async id => move(id, 'recovering'),
    settle: async id => move(id, 'failed'),
    getSafeMode: async () => safeMode(state === 'safe-mode'),
    takeSafeModeReport: async () => {},
    leaveSafeMode: async () => {},
    readLog: async (id, { offset }) => readLog(find(id), offset),
  });
}

function matches(
  change: ChangeDetail,
  { view, state, kind, text, targetRef }: ListChangesQuery,
): boolean {
  const waits = change.state === 'awaiting-approval' && change.requester !== ME;
  return (
    (view !== 'mine' || change.requester === ME) &&
    (view !== 'waiting' || waits) &&
    (!state?.length || state.includes(change.state)) &&
    (!kind || change.kind === kind) &&
    (!targetRef || change.target.ref === targetRef) &&
    (!text || change.title.toLowerCase().includes(text.toLowerCase()))
  );
}

/** Whole at once for a run that ended, a line every second for one that goes on. */
function readLog(change: ChangeDetail, offset: number) {
  const running = change.state === 'applying';
  const lines = running ? Math.floor(Date.now() / 1000) % LINES : LINES;
  const text = Array.from({ length: lines }, (_, line) =>
    line % 90 === 60
      ? `Error: the task of step ${line} ended with: no space left\n`
      : `proxmox_virtual_environment_vm.this: Still creating... [${line}s elapsed]\n`,
  ).join('');
  return {
    text: text.slice(offset),
    nextOffset: Math.max(offset, text.length),
    totalBytes: text.length,
    ended: !running,
    exitCode: running ? undefined : 1,
  };
}

function safeMode(active: boolean): SafeModeState {
  if (!active) {
    return { active, reasons: [], mayLeave: false };
  }
  return {
    active,
    since: new Date(Date.now() - 20 * 60_000).toISOString(),
    reasons: [
      'The record has 10 entries, the checkpoint signed 14: at least 4 are lost.',
    ],
    mayLeave: true,
    report: {
      takenAt: new Date(Date.now() - 19 * 60_000).toISOString(),
      errors: ['Destroy a virtual machine: pve2 does not answer'],
      findings: [
        {
          type: 'unknown-change',
          ref: 'proxmox:r730/1004',
          changeId: 1050,
          message: 'VM web-04 bears the mark of change #1050.',
        },
        {
          type: 'open-change',
          ref: 'proxmox:r730/1001',
          changeId: 1043,
          message: 'VM mail-1 was made by change #1043, which needs attention.',
        },
      ],
    },
  };
}
