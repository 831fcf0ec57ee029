import { NotFoundError } from '@backstage/errors';
import { judgeReach, readReach } from './kernelReach';

const before = { ipv4: 100, ipv6: 200_000 };
const both = ['ipv4-unicast', 'ipv6-unicast'];
const AT = '2026-11-26T12:00:00.000Z';
const asked = (answer: object | Error) => {
  const ask = jest.fn(async () => {
    if (answer instanceof Error) {
      throw answer;
    }
    return answer;
  });
  return { ask, deps: { collector: { ask: ask as never } } };
};

it('takes no reading that began before', async () => {
  const reach = { ipv4: 1, ipv6: 2 };
  const old = asked({ reach, beganAt: '2026-11-26T11:59:59.000Z' });
  expect(await readReach(old.deps, 'gw1', AT)).toEqual({
    problem: 'The kernel of gw1 is not read again yet.',
  });
  expect(old.ask).toHaveBeenCalledWith('kernel', {
    ...{ router: 'gw1', recursive: [], since: AT },
  });
  const young = asked({ reach, beganAt: '2026-11-26T12:00:01.000Z' });
  expect(await readReach(young.deps, 'gw1', AT)).toEqual({ reach });
});

it('tells a kernel that is not read from one that cannot be', async () => {
  const absent = asked(
    new NotFoundError('The kernel of router gw1 is not read'),
  );
  expect(await readReach(absent.deps, 'gw1')).toBeUndefined();
  const away = asked(new Error('connect ECONNREFUSED'));
  expect(await readReach(away.deps, 'gw1')).toEqual({
    problem: 'The kernel of gw1 cannot be looked at: connect ECONNREFUSED.',
  });
});

it.each([
  ['as much', { ipv4: 100, ipv6: 200_000 }, 'pass'],
  ['a little less', { ipv4: 95, ipv6: 199_000 }, 'pass'],
  ['less of one', { ipv4: 94, ipv6: 200_000 }, 'unknown'],
  ['nothing', { ipv4: 0, ipv6: 0 }, 'unknown'],
])('judges a kernel that leads to %s', (_, reach, verdict) => {
  expect(judgeReach('gw1', before, { reach }, both)).toMatchObject({ verdict });
});

it('asks nothing of a family that stays as it was', () => {
  const reach = { ipv4: 0, ipv6: 200_000 };
  const [, v6] = both;
  expect(judgeReach('gw1', before, { reach }, [v6]).verdict).toBe('pass');
  expect(judgeReach('gw1', before, { reach }, both).message).toBe(
    'The kernel of gw1 does not lead to as much as before yet: 0 of 100 ipv4-unicast routes lead somewhere.',
  );
});
