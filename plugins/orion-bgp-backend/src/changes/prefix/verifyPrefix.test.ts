import { judgeWays } from './verifyPrefix';

const PREFIX = '2001:db8:3949::/48';
const planned = {
  stays: { aggregate: PREFIX, elsewhere: ['he_v6 on gw1'] },
};
const judge = (elsewhere: string[], problem?: string) =>
  judgeWays(PREFIX, { elsewhere, routers: [{ id: 'gw1', problem }] }, planned);

describe('judgeWays', () => {
  it('passes by any way there is, and fails without one', () => {
    expect(judge(['ix_v6 on gw3'], 'no answer')).toMatchObject({
      verdict: 'pass',
    });
    expect(judge([])).toEqual({
      probe: 'elsewhere',
      verdict: 'fail',
      message: `No established external session of another router announces ${PREFIX} any more, and the plan said that others reach it by he_v6 on gw1.`,
    });
  });

  it('never passes what nobody could read', () => {
    expect(judge([], 'no answer')).toMatchObject({
      verdict: 'unknown',
      message: expect.stringMatching(
        /router gw1 was not read whole: no answer/,
      ),
    });
  });
});
