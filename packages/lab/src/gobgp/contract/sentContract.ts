/* Part of a contract that is put to real daemons too. */
/* eslint-disable jest/no-export */
import { attributesOf, nlriOf } from '../wire';
import { ContractCalls, plain, until } from './ContractCalls';
import type { ContractTarget } from './contractTarget';
import { adjOut, global, ipv4, ipv6 } from './requests';

/** What the export policy of the daemon adds to whatever goes out. */
export const sentPolicy = {
  med: 30,
  prepends: [394955, 394955],
  communities: [[65535, 65281]] as [number, number][],
  largeCommunities: [[394955, 1, 2]] as [number, number, number][],
};

/** How a neighbor is told of a route of the router's own, after the policy. */
export function sentContract(given: () => ContractTarget): void {
  const calls = new ContractCalls(given);
  afterAll(() => calls.close());

  it('says what the policy does', async () => {
    const [{ assignment }] = await calls.caller.list('ListPolicyAssignment', {
      direction: 'POLICY_DIRECTION_EXPORT',
    });
    expect(assignment.policies[0].statements[0].actions).toEqual({
      route_action: 'ROUTE_ACTION_ACCEPT',
      community: {
        // What has the value 0 in GoBGP 3 is not sent.
        ...(calls.api === 4 && { type: 'TYPE_ADD' }),
        communities: ['65535:65281'],
      },
      med: { type: 'TYPE_REPLACE', value: 30 },
      as_prepend: { asn: 394955, repeat: 2 },
      large_community: {
        ...(calls.api === 4 && { type: 'TYPE_ADD' }),
        communities: ['394955:1:2'],
      },
    });
  });

  it.each([
    ['198.51.100.0/24', ipv4, '0.0.0.0'],
    ['2001:db8:99::/48', ipv6, '::'],
  ])(
    'tells how %s goes out, its own AS in front of what the policy adds',
    async (prefix, family, nextHop) => {
      const path = {
        family,
        nlri_binary: nlriOf(prefix),
        pattrs_binary: attributesOf(prefix, {
          ...{ nextHop, communities: [[64500, 7]] },
        }),
      };
      const ask = (wanted: string) =>
        calls.list({
          ...{ ...adjOut, family },
          prefixes: [{ prefix: wanted, type: 'TYPE_EXACT' }],
        });
      await calls.caller.call('AddPath', { ...global, path });
      await until(async () => (await ask(prefix)).length === 1);
      const [found] = await ask(prefix);
      expect(found.prefix).toBe(prefix);
      expect(found.paths).toHaveLength(1);
      const sent = attributesOf(prefix, {
        asPath: [394955, ...sentPolicy.prepends],
        med: sentPolicy.med,
        communities: [[64500, 7], ...sentPolicy.communities],
        largeCommunities: sentPolicy.largeCommunities,
        // Its own, over a session of IPv4.
        nextHop: '127.0.0.2',
      });
      expect(found.paths[0].pattrs_binary.map(plain).sort()).toEqual(
        sent.map(plain).sort(),
      );
      // The table itself has it as it came.
      const [own] = await calls.list({
        ...{ ...global, family },
        prefixes: [{ prefix, type: 'TYPE_EXACT' }],
      });
      expect(own.paths[0].pattrs_binary.map(plain).sort()).toEqual(
        path.pattrs_binary.map(plain).sort(),
      );
      expect(
        await ask(family === ipv4 ? '10.9.9.0/24' : '2001:db8:77::/48'),
      ).toEqual([]);
      await calls.caller.call('DeletePath', { ...global, family, path });
      await until(async () => (await ask(prefix)).length === 0);
    },
  );
}
