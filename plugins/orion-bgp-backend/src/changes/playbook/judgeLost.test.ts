import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { SessionDeps } from '../SessionTools';
import { findWanted, judgeLost } from './judgeLost';
import { WantedSession } from './PlaybookSight';

const router = { id: 'gw1', endpoint: { driver: 'bird' } } as never;
const session = (name: string, more: Partial<SessionReading> = {}) =>
  ({
    name,
    type: 'external',
    state: 'established',
    neighborAddress: `2001:db8::${name.length}`,
    neighborAs: 6939,
    ...more,
  } as SessionReading);
const wanted = (name: string, more: Partial<WantedSession> = {}) => ({
  name,
  asn: 6939,
  neighbor: '2001:db8::1',
  speaker: 'bird' as const,
  enabled: true,
  ...more,
});

describe('judgeLost', () => {
  const judge = (sessions: SessionReading[], after: WantedSession[]) =>
    judgeLost(
      {} as SessionDeps,
      {
        input: { router: 'gw1', reason: 'x' },
        router,
        sessions,
        wanted: after,
      },
      AbortSignal.timeout(1_000),
    );

  it('counts what is up outside and not wanted any more, and nothing else', async () => {
    const lost = await judge(
      [
        session('he_v6'),
        session('down', { state: 'idle' as never }),
        session('shadow', { type: 'internal' }),
      ],
      [wanted('he_v6')],
    );
    expect(lost).toEqual({ names: [], lines: [], denials: [], onlyHere: [] });
  });

  it.each([
    ['are gone', []],
    ['are switched off', [wanted('a', { enabled: false })]],
    ['are GoBGP’s', [wanted('a', { speaker: 'gobgp' })]],
  ])('refuses two at once that %s', async (_, after) => {
    const lost = await judge([session('a'), session('b')], after);
    expect(lost.names).toEqual(['gw1/a', 'gw1/b']);
    expect(lost.denials.join()).toMatch(/2 established sessions down at once/);
  });

  it('knows sessions of GoBGP by their neighbor', () => {
    const gobgp = { endpoint: { driver: 'gobgp' } } as never;
    const one = wanted('he_v6', { speaker: 'gobgp' });
    const named = { name: '2001:db8::1', neighborAddress: '2001:db8::1' };
    expect(findWanted(gobgp, [one], named)).toBe(one);
    expect(findWanted(router, [one], named)).toBeUndefined();
  });
});
