/* Part of a contract that is put to real daemons too. */
/* eslint-disable jest/no-export */
import { status } from '@grpc/grpc-js';
import { GobgpCaller } from '../GobgpCaller';
import { GobgpApiVersion, loadGobgpService } from '../loadGobgpService';
import { ContractCalls, failure, until } from './ContractCalls';
import { neighbor } from './requests';

/** What the daemon says of itself, of its events and of its policies. */
export function daemonContract(calls: ContractCalls): void {
  describe('the daemon', () => {
    it('says its AS and identifier', async () => {
      expect(await calls.caller.call('GetBgp')).toEqual({
        global: {
          asn: 394955,
          router_id: expect.stringMatching(/^\d+(\.\d+){3}$/),
        },
      });
    });

    it('does not know the service of the other generation', async () => {
      const other = new GobgpCaller({
        ...calls.given(),
        api: calls.api === 3 ? 4 : 3,
      });
      expect(await failure(other.call('GetBgp'))).toMatchObject({
        code: status.UNIMPLEMENTED,
      });
      other.close();
    });
  });

  describe('events', () => {
    it('begin with the neighbors and tell routes as messages', async () => {
      const events: any[] = [];
      const request = {
        peer: {},
        table: { filters: [{ type: 'TYPE_ADJIN' }, { type: 'TYPE_BEST' }] },
        batch_size: 100,
      };
      const feed = calls.caller.watch('WatchEvent', request, event => {
        events.push(event);
      });
      await until(() => events.length >= 2);
      expect(events.slice(0, 2)).toMatchObject([
        {
          peer: {
            type: 'TYPE_INIT',
            peer: { state: { neighbor_address: neighbor } },
          },
        },
        {
          peer: {
            type: 'TYPE_END_OF_INIT',
            peer: {
              state: {
                neighbor_address: calls.api === 3 ? '<nil>' : 'invalid IP',
              },
            },
          },
        },
      ]);
      const told = (withdrawn: boolean) => () =>
        events
          .flatMap(({ table }) => table?.paths ?? [])
          .some(
            path =>
              Boolean(path.is_withdraw) === withdrawn &&
              path.neighbor_ip === neighbor &&
              textOf(calls.api, path.nlri) === '2001:db8:1::/48',
          );
      await calls.given().setAnnounced('2001:db8:1::/48', false);
      await until(told(true));
      await calls.given().setAnnounced('2001:db8:1::/48', true);
      await until(told(false));
      feed.cancel();
      expect(await feed.ended).toMatchObject({ code: status.CANCELLED });
    });
  });

  describe('policies', () => {
    it('are one chain for each direction, and all goes out without one', async () => {
      const direction = 'POLICY_DIRECTION_EXPORT';
      const both = (await calls.caller.list('ListPolicyAssignment')).map(
        ({ assignment }) => assignment,
      );
      expect(both.map(one => one.name)).toEqual(['global', 'global']);
      const [{ assignment }] = await calls.caller.list('ListPolicyAssignment', {
        direction,
      });
      expect(assignment).toEqual({
        name: 'global',
        direction,
        default_action: 'ROUTE_ACTION_ACCEPT',
      });
      expect(
        await calls.caller.list('ListDefinedSet', {
          defined_type: 'DEFINED_TYPE_PREFIX',
        }),
      ).toEqual([]);
    });
  });
}

function textOf(api: GobgpApiVersion, nlri: any): string {
  const { prefix, prefix_len: length } =
    api === 4
      ? nlri.prefix
      : loadGobgpService(3).unpack('IPAddressPrefix', nlri.value);
  return `${prefix}/${length}`;
}
