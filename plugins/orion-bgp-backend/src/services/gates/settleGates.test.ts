import { MigrationGate } from '@orion/backstage-plugin-orion-bgp-common';
import { settleGates } from './settleGates';

const now = new Date('2026-11-26T12:00:00Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
const gate = (
  state: MigrationGate['state'],
  id: MigrationGate['id'] = 'best-equal',
): MigrationGate => ({ id, state, reason: 'Seen.', inputs: [] });
const kept = (
  state: MigrationGate['state'],
  seconds: number,
  id = 'best-equal',
) => new Map([[id, { state, since: ago(seconds), checkedAt: ago(1), now }]]);

describe('settleGates', () => {
  it.each(['passed', 'failed'] as const)(
    'holds "%s" back until an earlier look says so too',
    state => {
      const other = state === 'passed' ? 'failed' : 'passed';
      const settle = (known: Parameters<typeof settleGates>[1]) =>
        settleGates([gate(state)], known)[0];
      expect(settle(new Map()).state).toBe('settling');
      expect(settle(kept(other, 600)).state).toBe('settling');
      expect(settle(kept(state, 10)).state).toBe('settling');
      expect(settle(kept(state, 30))).toEqual({
        ...gate(state),
        heldSince: ago(30).toISOString(),
      });
    },
  );

  it('never makes a proof of what is not provable', () => {
    const [one] = settleGates([gate('unknown')], kept('unknown', 600));
    expect(one.state).toBe('unknown');
  });

  it('fails at once what fails for want of whole tables', () => {
    const failing = [gate('failed'), gate('failed', 'tables-complete')];
    expect(settleGates(failing, kept('passed', 600))).toEqual(failing);
    const [one] = settleGates(
      [gate('passed'), gate('failed', 'tables-complete')],
      kept('failed', 600),
    );
    expect(one.state).toBe('settling');
  });

  it('holds nothing back that does not move by itself', () => {
    const [one] = settleGates([gate('passed', 'limits-set')], new Map());
    expect(one).toEqual({ ...gate('passed', 'limits-set') });
  });
});
