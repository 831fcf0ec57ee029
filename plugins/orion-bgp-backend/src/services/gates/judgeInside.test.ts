import { SessionFamily } from '@orion/backstage-plugin-orion-bgp-common';
import { gateFacts as facts, judgedGate } from '../../__testUtils__/gateFacts';
import { GateFacts } from './GateFacts';

const gate = (over: Partial<GateFacts> = {}) =>
  judgedGate('inside-imports', over);
const { from, to } = facts();
/** The session inside with something else than the facts have. */
const inside = (family: Partial<SessionFamily>, more: object = {}) =>
  gate({
    from: {
      ...from,
      sessions: from.sessions.map(session =>
        session.type === 'internal'
          ? {
              ...session,
              families: session.families.map(one => ({ ...one, ...family })),
              ...more,
            }
          : session,
      ),
    },
  });
const count = (value: number) => ({
  accepted: { definition: 'bird.imported' as const, value },
});

describe('judgeInside', () => {
  it('passes where the writer of the kernel accepted routes of the new one', () => {
    const { inputs, reason, state } = gate();
    expect(state).toBe('passed');
    expect(reason).toBe(
      'gw1, which writes the kernel, takes what gw2 chooses over shadow.',
    );
    expect(inputs).toEqual([
      {
        name: 'accepted over shadow on gw1 (ipv6-unicast)',
        rows: expect.any(Number),
      },
    ]);
    expect(inputs[0].rows).toBeGreaterThan(0);
  });

  it('names a session that imports nothing, whatever it counts', () => {
    expect(inside({ importPolicy: 'REJECT' })).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(
        /^shadow on gw1 takes nothing \(ipv6-unicast, "import none"\)/,
      ),
    });
  });

  it('fails where nothing came in, the family is down, or nobody is there', () => {
    expect(inside({ counters: count(0) }).reason).toMatch(
      /^gw1 accepted no route over shadow yet/,
    );
    expect(inside({ counters: {} }).state).toBe('failed');
    expect(inside({ up: false }).reason).toMatch(/exchanges no ipv6-unicast/);
    expect(inside({}, { state: 'idle' }).reason).toMatch(/No session between/);
    expect(inside({}, { neighborId: '10.9.9.9' }).state).toBe('failed');
    expect(gate({ neighbors: [] }).state).toBe('failed');
  });

  it('wants the same for a neighbor that waits', () => {
    const { neighbors: waiting } = facts();
    const closed = { neighbors: [], waiting };
    expect(gate(closed).state).toBe('passed');
  });

  it('wants no session where the new one writes the kernel itself', () => {
    const fibWriters = [
      { name: 'k', family: 'ipv6-unicast', up: true, routes: 4 },
    ];
    const parts = { ...to.parts!, fibWriters };
    const alone = { from: { ...from, sessions: [from.sessions[0]] } };
    expect(gate(alone).state).toBe('failed');
    expect(gate({ ...alone, to: { ...to, parts } })).toMatchObject({
      state: 'passed',
      inputs: [{ name: 'routes k on gw2 handed to the kernel', rows: 4 }],
    });
    expect(gate({ from: { ...from, parts: undefined } }).state).toBe('unknown');
  });
});
