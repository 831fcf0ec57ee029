import { RouterIdentity } from '@orion/backstage-plugin-orion-bgp-common';
import { gateFacts, judgedGate } from '../../__testUtils__/gateFacts';
import { LimitTrial } from './LimitTrial';
import { daemonsOf } from './daemonsOf';

const [trial] = gateFacts().limitTrials;
const judge = (...limitTrials: LimitTrial[]) =>
  judgedGate('limits-exceeded', { limitTrials });

describe('judgeLimitTrials', () => {
  it('passes on what the daemon there now was seen to do', () => {
    expect(judge(trial)).toMatchObject({
      state: 'passed',
      reason:
        'gw2 ended he_v6 beyond 300000 routes (ipv6-unicast) 2 days ago and said: Idle(PfxCt).',
      inputs: [
        {
          name: 'limit of he_v6 on gw2 that was exceeded (ipv6-unicast)',
          rows: 300_000,
        },
      ],
    });
  });

  it('wants one by family and action', () => {
    expect(judge()).toMatchObject({
      state: 'failed',
      reason:
        'No limit of gw2 was exceeded yet (ipv6-unicast, teardown): have a neighbor that stands in send more than the limit of its session, and see the session end.',
    });
    const v4 = { ...trial.families[0], family: 'ipv4-unicast' };
    expect(judge({ ...trial, families: [v4] }).reason).toMatch(/^No limit/);
    const other = { ...trial.families[0], action: 'restart' };
    expect(judge({ ...trial, families: [other] }).reason).toMatch(/^No limit/);
    expect(judgedGate('limits-exceeded', { neighbors: [] }).state).toBe(
      'failed',
    );
  });

  it.each([
    [
      { daemon: daemonsOf({ id: 'gw2', identity: { driver: 'gobgp-v3' } }) },
      /by another daemon than the one that is there now/,
    ],
    [{ session: 'gone' }, /which is not its limit any more/],
    [
      { families: [{ ...trial.families[0], limit: 10 }] },
      /beyond its limit 2 days ago of 10, which is not its limit any more/,
    ],
    [{ at: new Date('2026-10-01T00:00:00Z') }, /too long ago/],
    [
      {
        families: [
          trial.families[0],
          { ...trial.families[0], family: 'ipv4-unicast' },
        ],
      },
      /several families/,
    ],
  ])('does not count %j', (over, reason) => {
    expect(judge({ ...trial, ...over })).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(reason),
    });
    // One before it that counts is not taken away by it.
    expect(judge({ ...trial, ...over }, trial).state).toBe('passed');
  });

  it('begins anew when the daemon is another one', () => {
    const { to } = gateFacts();
    const identity = { driver: 'gobgp-v4', version: '4.9' } as RouterIdentity;
    expect(
      judgedGate('limits-exceeded', { to: { ...to, identity } }).state,
    ).toBe('failed');
  });
});
