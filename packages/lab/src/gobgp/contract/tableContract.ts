/* Part of a contract that is put to real daemons too. */
/* eslint-disable jest/no-export */
import { status } from '@grpc/grpc-js';
import { attributesOf, familyOf, nlriOf } from '../wire';
import { ContractCalls, failure, plain } from './ContractCalls';
import { contractRoutes } from './contractTarget';
import { adjIn, global, ipv4, ipv6, neighbor } from './requests';

/** Tables, and how they are searched. */
export function tableContract(calls: ContractCalls): void {
  describe('tables', () => {
    it('list the same bytes as received and as chosen', async () => {
      for (const { prefix, attributes } of contractRoutes) {
        const family = familyOf(prefix);
        for (const table of [global, adjIn]) {
          const [found] = (await calls.list({ ...table, family })).filter(
            destination => destination.prefix === prefix,
          );
          expect(found.paths).toHaveLength(1);
          const [path] = found.paths;
          expect(path).toMatchObject({
            neighbor_ip: neighbor,
            family,
            nlri_binary: nlriOf(prefix),
            age: { seconds: expect.any(Number) },
          });
          expect(Boolean(path.best)).toBe(table === global);
          // Their order is GoBGP's choice.
          expect(path.pattrs_binary.map(plain).sort()).toEqual(
            attributesOf(prefix, attributes).map(plain).sort(),
          );
        }
      }
    });

    it('count', async () => {
      expect(
        await calls.caller.call('GetTable', { ...adjIn, family: ipv4 }),
      ).toEqual({ num_destination: 2, num_path: 2, num_accepted: 2 });
      expect(
        await calls.caller.call('GetTable', { ...global, family: ipv6 }),
      ).toMatchObject({ num_destination: 1, num_path: 1 });
    });

    it.each([
      ['203.0.113.0/24', 'TYPE_EXACT', ['203.0.113.0/24']],
      ['203.0.113.0/25', 'TYPE_EXACT', []],
      ['203.0.113.200', 'TYPE_EXACT', ['203.0.113.128/25']],
      ['203.0.113.0/24', 'TYPE_LONGER', ['203.0.113.0/24', '203.0.113.128/25']],
      ['203.0.113.0/26', 'TYPE_SHORTER', ['203.0.113.0/24']],
      ['198.51.100.0/24', 'TYPE_EXACT', []],
    ])('find %s %s', async (prefix, type, expected) => {
      const request = { ...global, family: ipv4, prefixes: [{ prefix, type }] };
      expect(await calls.prefixes(request)).toEqual(expected);
    });

    it('find several at once', async () => {
      const wanted = ['203.0.113.0/24', '203.0.113.128/25', '10.0.0.0/8'];
      for (const table of [global, adjIn]) {
        const found = await calls.prefixes({
          ...table,
          family: ipv4,
          prefixes: wanted.map(prefix => ({ prefix, type: 'TYPE_EXACT' })),
        });
        expect(found).toEqual(wanted.slice(0, 2));
      }
    });

    it('refuse a bare address where a network is needed', async () => {
      const lookup = { prefix: '203.0.113.0', type: 'TYPE_LONGER' };
      const request = { ...global, family: ipv4, prefixes: [lookup] };
      expect(await failure(calls.list(request))).toEqual({
        code: status.UNKNOWN,
        details: expect.stringContaining('error parsing cidr 203.0.113.0'),
      });
    });

    it('are those of known neighbors', async () => {
      const name = '192.0.2.77';
      const unknown = {
        code: status.UNKNOWN,
        details: `neighbor that has ${name} doesn't exist`,
      };
      expect(
        await failure(calls.list({ ...adjIn, name, family: ipv4 })),
      ).toEqual(unknown);
      expect(
        await failure(
          calls.caller.call('GetTable', { ...adjIn, name, family: ipv4 }),
        ),
      ).toEqual(unknown);
    });

    it('need a family, and in GoBGP 4 a type', async () => {
      expect(await failure(calls.list(global))).toMatchObject({
        code: status.UNKNOWN,
        details: 'address family: UnknownFamily(0) not supported',
      });
      expect(await failure(calls.list({ family: ipv4 }))).toEqual(
        calls.api === 3
          ? undefined
          : { code: status.UNKNOWN, details: 'unspecified table type' },
      );
    });
  });
}
