import {
  gateComparison as comparison,
  gateFacts,
  gateSession,
  judgedGate,
} from '../../__testUtils__/gateFacts';
import { ImportFeed } from './GateFacts';

const neighbor = { address: '2001:db8::1', from: 'he_v6', to: 'he_v6' };
const feed = (over: Partial<ImportFeed> = {}): ImportFeed => ({
  session: 'raw6',
  received: comparison('received'),
  accepted: comparison('accepted', { from: 8, to: 8, same: 8 }),
  ...over,
});
const apart = { to: 9, same: 9, onlyFrom: 1 };
const judge = (feeds: ImportFeed[], own = false) =>
  judgedGate('imports-proven', { imports: [{ neighbor, own, feeds }] });

describe('judgeImports', () => {
  it('passes what is sent and let in alike, with both numbers', () => {
    expect(judge([feed()])).toMatchObject({
      state: 'passed',
      inputs: [
        { name: 'received over he_v6 on gw1', rows: 10 },
        { name: 'received over raw6 on gw2', rows: 10 },
        { name: 'accepted over he_v6 on gw1', rows: 8 },
        { name: 'accepted over raw6 on gw2', rows: 8 },
      ],
    });
  });

  it('says how to feed a router that may not speak with the neighbor yet', () => {
    expect(judge([])).toMatchObject({
      state: 'failed',
      reason:
        'Nothing gives gw2 what he_v6 sends gw1 before its policy. Have the neighbor open a second session to gw2, or give gw2 any other session that brings exactly what it sends.',
      inputs: [{ name: 'sessions of gw2 with what he_v6 sends', rows: 0 }],
    });
  });

  it('takes the session that comes nearest, whatever else there is', () => {
    const other = feed({
      session: 'test6',
      received: comparison('received', { to: 2, same: 2, onlyFrom: 8 }),
    });
    expect(judge([other, feed()]).state).toBe('passed');
    expect(judge([other]).reason).toBe(
      'gw1 and gw2 have nothing in common that shows he_v6 as it is sent: test6 on gw2 comes nearest: 8 are missing, 0 too many, 0 different. Have the neighbor open a second session to gw2, or give gw2 any other session that brings exactly what it sends.',
    );
    const without = feed({
      received: comparison('received', { to: 0, same: 0, onlyFrom: 10 }),
    });
    expect(judge([without]).reason).toMatch(/^Nothing gives gw2 what he_v6/);
  });

  it('tells another feed from another policy', () => {
    const received = comparison('received', apart);
    expect(judge([feed({ received })], true).reason).toBe(
      'gw1 and gw2 get other routes of 2001:db8::1: 1 are missing, 0 too many, 0 different.',
    );
    const accepted = comparison('accepted', apart);
    expect(judge([feed({ accepted })]).reason).toBe(
      'gw2 accepts other routes of he_v6 than gw1: 1 are missing, 0 too many, 0 different.',
    );
  });

  it('says what moved, and where that is too much to be left out', () => {
    const received = comparison('received', { from: 11, to: 10, moved: 1 });
    expect(judge([feed({ received })])).toMatchObject({
      state: 'passed',
      reason:
        'gw2 gets what every shared neighbor sends gw1, and accepts the same of it, but for 1 that moved meanwhile.',
      inputs: expect.arrayContaining([
        { name: 'received over he_v6 on gw1', rows: 11 },
        { name: 'left out, moved after one table was read', rows: 1 },
      ]),
    });
    const accepted = comparison('accepted', { ...apart, tooManyMoved: 1 });
    expect(judge([feed({ accepted })]).reason).toBe(
      'gw2 accepts other routes of he_v6 than gw1: 1 are missing, 0 too many, 0 different (1 moved after one table was read: more than a hundredth is not left out for that).',
    );
  });

  it('wants a feed that the policy treats as the neighbor', () => {
    const otherPolicy = 'for he_v6 there is another statement.';
    expect(judge([feed({ otherPolicy })]).reason).toBe(
      'What gw2 lets in over raw6 does not show what it will over he_v6: for he_v6 there is another statement.',
    );
    // One that is treated alike says it, wherever it stands.
    const alike = feed({ session: 'raw7' });
    expect(judge([feed({ otherPolicy }), alike]).state).toBe('passed');
  });

  it('leaves out what is chosen, and nothing else', () => {
    const accepted = comparison('accepted', { to: 12, onlyTo: 2 });
    const differing = (fields: object) =>
      judge([
        feed({
          accepted,
          received: comparison('received', {
            same: 8,
            different: 2,
            fields: { ...fields },
          }),
        }),
      ]).reason;
    expect(differing({ bestPath: 2 })).toMatch(/^gw2 accepts other routes/);
    expect(differing({ bestPath: 2, med: 1 })).toMatch(
      /comes nearest: 0 are missing, 0 too many, 2 different/,
    );
  });

  it('proves nothing by nothing', () => {
    const none = { from: 0, to: 0, same: 0 };
    expect(
      judge([feed({ received: comparison('received', none) })]).reason,
    ).toBe('gw1 gets no route of he_v6.');
    expect(
      judge([feed({ accepted: comparison('accepted', none) })]).reason,
    ).toBe('gw1 accepts no route of he_v6.');
    expect(judgedGate('imports-proven', { imports: [] }).state).toBe('failed');
  });

  it('wants to know what the policy refused', () => {
    const { from } = gateFacts();
    const session = gateSession('gw1');
    const families = session.families.map(family => ({
      ...family,
      counters: { ...family.counters, received: undefined },
    }));
    expect(
      judgedGate('imports-proven', {
        from: { ...from, sessions: [{ ...session, families }] },
      }).reason,
    ).toMatch(/give the channel "import keep filtered"/);
  });
});
