import {
  gateFacts,
  gateSession,
  judgedGate,
  wholeKernel,
} from '../../__testUtils__/gateFacts';
import { GateRouter } from './GateFacts';

const { from, to } = gateFacts();
const here = (over: Partial<GateRouter>) =>
  judgedGate('restart-survived', { from: { ...from, ...over } });
const there = (over: Partial<GateRouter>) =>
  judgedGate('restart-survived', { to: { ...to, ...over } });

describe('judgeRestart', () => {
  it('passes when both machines were started, and all came back', () => {
    expect(judgedGate('restart-survived')).toMatchObject({
      state: 'passed',
      reason:
        'The machine of gw1 was started 25 days ago, and the machine of gw2 was started 25 days ago: every session came back by itself, and the kernel has every route.',
    });
  });

  it.each([
    ['gw1', here],
    ['gw2', there],
  ])('fails where the machine of %s cannot be asked', (id, judge) => {
    expect(judge({ kernel: undefined })).toMatchObject({
      state: 'failed',
      reason: `Whether the machine of ${id} was ever started with this, nobody can be asked: orion.bgp.routers.${id}.kernel. That the daemon was started again does not show it.`,
    });
    expect(
      judge({ kernel: { maxAgeMs: 1, error: 'no such socket' } }).reason,
    ).toBe(
      `The machine of ${id} does not say when it was started: no such socket`,
    );
    const bootedAt = '2026-10-20T00:00:00.000Z';
    expect(judge({ kernel: { ...wholeKernel(), bootedAt } }).reason).toMatch(
      /too long ago/,
    );
  });

  it('wants the daemon to have been started by that, with what it has', () => {
    const identity = {
      ...from.identity!,
      configuredAt: '2026-11-20T00:00:00Z',
    };
    expect(here({ identity }).reason).toMatch(/it never started with it/);
    const startedAt = '2026-11-19T10:00:20.000Z';
    const byHand = { ...identity, startedAt, configuredAt: startedAt };
    // By hand, a while after; or before the machine, which only a wrong clock says.
    for (const bootedAt of [
      '2026-11-19T09:50:00.000Z',
      '2026-11-19T10:05:00.000Z',
    ]) {
      const kernel = { ...wholeKernel(), bootedAt };
      expect(here({ identity: byHand, kernel })).toMatchObject({
        state: 'failed',
        reason: expect.stringMatching(
          /nothing shows that it comes back by itself/,
        ),
      });
    }
    const kernel = { ...wholeKernel(), bootedAt: '2026-11-19T10:00:00.000Z' };
    expect(here({ identity: byHand, kernel }).state).toBe('passed');
  });

  it('wants a session that came up soon after, of a daemon that does not tell its start', () => {
    expect(there({ cameBack: [] })).toMatchObject({
      state: 'failed',
      reason:
        'The machine of gw2 was started at 2026-10-31T23:59:40.000Z, and no session of gw2 was seen to come up soon after: nothing shows that it comes back by itself.',
    });
  });

  it('wants every session back that nobody switched off', () => {
    const lost = gateSession('gw2', { name: 'ix', state: 'active' });
    const more = (session: typeof lost) => ({
      sessions: [...to.sessions, session],
    });
    expect(there(more(lost)).reason).toMatch(/ix did not come back/);
    expect(there(more({ ...lost, adminState: 'down' })).state).toBe('passed');
    const byDaemon = {
      ...lost,
      adminState: 'down',
      disabledBy: 'daemon',
    } as const;
    expect(there(more(byDaemon)).reason).toMatch(/ix did not come back/);
    expect(there(more({ ...lost, gone: true })).state).toBe('passed');
    expect(there({ sessions: [] }).reason).toBe(
      'No session of gw2 is up since its machine was started.',
    );
  });

  it('wants the kernel to have its routes', () => {
    const whole = wholeKernel();
    const kernel = {
      ...whole,
      comparison: { ...whole.comparison!, missing: 1 },
    };
    expect(here({ kernel })).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(
        /^Both came back, but the kernel does not have its routes: 1 route in the kernel of gw1 unexplained/,
      ),
    });
  });
});
