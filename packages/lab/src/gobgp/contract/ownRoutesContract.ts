/* Part of a contract that is put to real daemons too. */
/* eslint-disable jest/no-export */
import { status } from '@grpc/grpc-js';
import { attributesOf, nlriOf } from '../wire';
import { ContractCalls, failure, plain, until } from './ContractCalls';
import { adjOut, global, ipv4, ipv6 } from './requests';

/** Routes that are added and deleted. */
export function ownRoutesContract(calls: ContractCalls): void {
  describe('the routes of its own', () => {
    const prefix = '198.51.100.0/24';
    const path = {
      family: ipv4,
      nlri_binary: nlriOf(prefix),
      pattrs_binary: attributesOf(prefix, {
        nextHop: '0.0.0.0',
        communities: [[64500, 7]],
      }),
    };

    it('are added, go out, and are deleted by their UUID', async () => {
      const { uuid } = await calls.caller.call('AddPath', { ...global, path });
      expect(uuid).toHaveLength(16);
      const query = {
        ...global,
        family: ipv4,
        prefixes: [{ prefix, type: 'TYPE_EXACT' }],
      };
      const [{ paths }] = await calls.list(query);
      expect(paths).toHaveLength(1);
      expect(paths[0]).toMatchObject({
        best: true,
        nlri_binary: nlriOf(prefix),
      });
      expect(paths[0].neighbor_ip).toBe(calls.api === 3 ? '<nil>' : undefined);
      expect(paths[0].pattrs_binary.map(plain).sort()).toEqual(
        path.pattrs_binary.map(plain).sort(),
      );
      await until(
        async () =>
          (await calls.prefixes({ ...adjOut, family: ipv4 })).length === 1,
      );
      const [out] = await calls.list({ ...adjOut, family: ipv4 });
      expect(out.prefix).toBe(prefix);
      const sent = out.paths[0].pattrs_binary.map(plain);
      expect(sent).toContain(plain(Buffer.from('4002060201000606cb', 'hex')));
      expect(sent).toContain(plain(Buffer.from('c00804fbf40007', 'hex')));
      const deletion = { ...global, family: ipv4, uuid };
      expect(await calls.caller.call('DeletePath', deletion)).toEqual({});
      expect(await calls.list(query)).toEqual([]);
      expect(
        await failure(calls.caller.call('DeletePath', deletion)),
      ).toMatchObject({
        code: status.UNKNOWN,
        details: expect.stringContaining("can't find a specified path"),
      });
    });

    it('are deleted by their prefix, missing ones too', async () => {
      await calls.caller.call('AddPath', { ...global, path });
      const deletion = { ...global, family: ipv4, path };
      expect(await calls.caller.call('DeletePath', deletion)).toEqual({});
      expect(await calls.caller.call('DeletePath', deletion)).toEqual({});
      expect(await calls.prefixes({ ...global, family: ipv4 })).not.toContain(
        prefix,
      );
    });

    it('of IPv6 go out too, and a neighbor is asked for one alone', async () => {
      const own = '2001:db8:99::/48';
      const six = {
        family: ipv6,
        nlri_binary: nlriOf(own),
        pattrs_binary: attributesOf(own, { nextHop: '::' }),
      };
      const sent = () =>
        calls.prefixes({
          ...adjOut,
          family: ipv6,
          prefixes: [{ prefix: own, type: 'TYPE_EXACT' }],
        });
      expect(await sent()).toEqual([]);
      await calls.caller.call('AddPath', { ...global, path: six });
      await until(async () => (await sent()).length === 1);
      const [{ paths }] = await calls.list({
        ...global,
        family: ipv6,
        prefixes: [{ prefix: own, type: 'TYPE_EXACT' }],
      });
      expect(paths).toHaveLength(1);
      expect(paths[0].pattrs_binary.map(plain).sort()).toEqual(
        six.pattrs_binary.map(plain).sort(),
      );
      expect(Boolean(paths[0].is_from_external)).toBe(false);
      await calls.caller.call('DeletePath', {
        ...global,
        family: ipv6,
        path: six,
      });
      await until(async () => (await sent()).length === 0);
    });

    it('are replaced by another one to the same prefix', async () => {
      const other = {
        ...path,
        pattrs_binary: attributesOf(prefix, {
          nextHop: '0.0.0.0',
          communities: [[64500, 8]],
        }),
      };
      await calls.caller.call('AddPath', { ...global, path });
      await calls.caller.call('AddPath', { ...global, path: other });
      const query = {
        ...global,
        family: ipv4,
        prefixes: [{ prefix, type: 'TYPE_EXACT' }],
      };
      const [{ paths }] = await calls.list(query);
      expect(paths).toHaveLength(1);
      expect(paths[0].pattrs_binary.map(plain)).toContain('8: fbf40008');
      // Whatever its attributes are: the prefix alone says which one goes.
      await calls.caller.call('DeletePath', { ...global, family: ipv4, path });
      expect(await calls.list(query)).toEqual([]);
    });

    it('all go when none is named', async () => {
      await calls.caller.call('AddPath', { ...global, path });
      expect(
        await calls.caller.call('DeletePath', { ...global, family: ipv4 }),
      ).toEqual({});
      expect(await calls.prefixes({ ...global, family: ipv4 })).not.toContain(
        prefix,
      );
      // What neighbors announced stays.
      expect(await calls.prefixes({ ...global, family: ipv4 })).toHaveLength(2);
    });

    it('need a next hop', async () => {
      const bare = { ...path, pattrs_binary: [] };
      expect(
        await failure(calls.caller.call('AddPath', { ...global, path: bare })),
      ).toEqual({ code: status.UNKNOWN, details: 'nexthop not found' });
    });
  });
}
