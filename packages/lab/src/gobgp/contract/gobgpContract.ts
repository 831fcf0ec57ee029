/* The tests are a function, so that real daemons can be put to them as well. */
/* eslint-disable jest/no-export */
import { status } from '@grpc/grpc-js';
import type { BgpAttributes } from '../../bgp';
import { GobgpCaller } from '../GobgpCaller';
import { GobgpApiVersion, loadGobgpService } from '../loadGobgpService';
import { attributesOf, familyOf, nlriOf } from '../wire';

/**
 * A GoBGP, real or simulated, that the contract is checked against: AS394955 with
 * one neighbor of AS6939 at 127.0.0.1, which announces exactly
 * {@link contractRoutes}; no import policy.
 */
export interface ContractTarget {
  api: GobgpApiVersion;
  target: string;
  /** The neighbor takes a route back, or announces it again. */
  setAnnounced(prefix: string, announced: boolean): Promise<void>;
}

/** What the neighbor announces, as BIRD's configuration or a seed brings it about. */
export const contractRoutes: { prefix: string; attributes: BgpAttributes }[] = [
  {
    prefix: '203.0.113.0/24',
    attributes: {
      origin: 'IGP',
      asPath: [6939],
      nextHop: '192.0.2.1',
      communities: [[6939, 100]],
    },
  },
  {
    prefix: '203.0.113.128/25',
    attributes: { origin: 'IGP', asPath: [6939], nextHop: '192.0.2.1' },
  },
  {
    prefix: '2001:db8:1::/48',
    attributes: {
      origin: 'IGP',
      asPath: [6939],
      nextHop: '2001:db8::1',
      largeCommunities: [[6939, 1, 2]],
    },
  },
];

const neighbor = '127.0.0.1';
const ipv4 = { afi: 1, safi: 1 };
const ipv6 = { afi: 2, safi: 1 };
const global = { table_type: 'TABLE_TYPE_GLOBAL' };
const adjIn = { table_type: 'TABLE_TYPE_ADJ_IN', name: neighbor };
const adjOut = { table_type: 'TABLE_TYPE_ADJ_OUT', name: neighbor };
const binary = {
  enable_only_binary: true,
  enable_nlri_binary: true,
  enable_attribute_binary: true,
};

/** Defines the Jest tests of what ORION relies on. */
export function gobgpContract(given: () => ContractTarget): void {
  let caller: GobgpCaller;
  let api: GobgpApiVersion;

  beforeAll(() => {
    ({ api } = given());
    caller = new GobgpCaller(given());
  });
  afterAll(() => caller?.close());

  const list = async (request: object) =>
    (await caller.list('ListPath', { ...binary, ...request })).map(
      ({ destination }) => destination,
    );
  const prefixes = async (request: object) =>
    (await list(request)).map(({ prefix }) => prefix).sort();
  const peer = async () =>
    (await caller.list('ListPeer', { address: neighbor }))[0].peer;
  const failure = (promise: Promise<unknown>) =>
    promise.then(
      () => undefined,
      error => ({ code: error.code, details: error.details }),
    );

  describe('the daemon', () => {
    it('says its AS and identifier', async () => {
      expect(await caller.call('GetBgp')).toEqual({
        global: {
          asn: 394955,
          router_id: expect.stringMatching(/^\d+(\.\d+){3}$/),
        },
      });
    });

    it('does not know the service of the other generation', async () => {
      const other = new GobgpCaller({ ...given(), api: api === 3 ? 4 : 3 });
      expect(await failure(other.call('GetBgp'))).toMatchObject({
        code: status.UNIMPLEMENTED,
      });
      other.close();
    });
  });

  describe('neighbors', () => {
    it('come with states, timers, families and counts', async () => {
      expect(await peer()).toMatchObject({
        conf: { neighbor_address: neighbor, peer_asn: 6939 },
        state: {
          neighbor_address: neighbor,
          peer_asn: 6939,
          session_state: 'SESSION_STATE_ESTABLISHED',
          router_id: expect.stringMatching(/^\d/),
        },
        timers: {
          config: { hold_time: 90, keepalive_interval: 30 },
          state: {
            negotiated_hold_time: 90,
            uptime: { seconds: expect.any(Number) },
          },
        },
        transport: { local_address: expect.any(String) },
        afi_safis: [
          {
            config: { family: ipv4, enabled: true },
            state: { family: ipv4, received: 2, accepted: 2 },
            prefix_limits: { max_prefixes: 100 },
          },
          { state: { family: ipv6, received: 1, accepted: 1 } },
        ],
      });
    });

    it('say what they can in the form of the generation', async () => {
      const { state } = await peer();
      const forms: Record<GobgpApiVersion, object[]> = {
        3: [
          {
            type_url: 'type.googleapis.com/apipb.FourOctetASNCapability',
            value: loadGobgpService(3).pack('FourOctetASNCapability', {
              asn: 6939,
            }),
          },
          {
            type_url: 'type.googleapis.com/apipb.MultiProtocolCapability',
            value: loadGobgpService(3).pack('MultiProtocolCapability', {
              family: ipv6,
            }),
          },
        ],
        4: [
          { four_octet_asn: { asn: 6939 } },
          { multi_protocol: { family: ipv6 } },
        ],
      };
      expect(state.remote_cap).toEqual(expect.arrayContaining(forms[api]));
      expect(state.local_cap.length).toBeGreaterThan(3);
    });

    it('are none at an unknown address', async () => {
      expect(await caller.list('ListPeer', { address: '192.0.2.77' })).toEqual(
        [],
      );
    });
  });

  describe('tables', () => {
    it('list the same bytes as received and as chosen', async () => {
      for (const { prefix, attributes } of contractRoutes) {
        const family = familyOf(prefix);
        for (const table of [global, adjIn]) {
          const [found] = (await list({ ...table, family })).filter(
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
      expect(await caller.call('GetTable', { ...adjIn, family: ipv4 })).toEqual(
        { num_destination: 2, num_path: 2, num_accepted: 2 },
      );
      expect(
        await caller.call('GetTable', { ...global, family: ipv6 }),
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
      expect(await prefixes(request)).toEqual(expected);
    });

    it('find several at once', async () => {
      const wanted = ['203.0.113.0/24', '203.0.113.128/25', '10.0.0.0/8'];
      for (const table of [global, adjIn]) {
        const found = await prefixes({
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
      expect(await failure(list(request))).toEqual({
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
      expect(await failure(list({ ...adjIn, name, family: ipv4 }))).toEqual(
        unknown,
      );
      expect(
        await failure(
          caller.call('GetTable', { ...adjIn, name, family: ipv4 }),
        ),
      ).toEqual(unknown);
    });

    it('need a family, and in GoBGP 4 a type', async () => {
      expect(await failure(list(global))).toMatchObject({
        code: status.UNKNOWN,
        details: 'address family: UnknownFamily(0) not supported',
      });
      expect(await failure(list({ family: ipv4 }))).toEqual(
        api === 3
          ? undefined
          : { code: status.UNKNOWN, details: 'unspecified table type' },
      );
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
      const feed = caller.watch('WatchEvent', request, event => {
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
              state: { neighbor_address: api === 3 ? '<nil>' : 'invalid IP' },
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
              textOf(api, path.nlri) === '2001:db8:1::/48',
          );
      await given().setAnnounced('2001:db8:1::/48', false);
      await until(told(true));
      await given().setAnnounced('2001:db8:1::/48', true);
      await until(told(false));
      feed.cancel();
      expect(await feed.ended).toMatchObject({ code: status.CANCELLED });
    });
  });

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
      const { uuid } = await caller.call('AddPath', { ...global, path });
      expect(uuid).toHaveLength(16);
      const query = {
        ...global,
        family: ipv4,
        prefixes: [{ prefix, type: 'TYPE_EXACT' }],
      };
      const [{ paths }] = await list(query);
      expect(paths).toHaveLength(1);
      expect(paths[0]).toMatchObject({
        best: true,
        nlri_binary: nlriOf(prefix),
      });
      expect(paths[0].neighbor_ip).toBe(api === 3 ? '<nil>' : undefined);
      expect(paths[0].pattrs_binary.map(plain).sort()).toEqual(
        path.pattrs_binary.map(plain).sort(),
      );
      await until(
        async () => (await prefixes({ ...adjOut, family: ipv4 })).length === 1,
      );
      const [out] = await list({ ...adjOut, family: ipv4 });
      expect(out.prefix).toBe(prefix);
      const sent = out.paths[0].pattrs_binary.map(plain);
      expect(sent).toContain(plain(Buffer.from('4002060201000606cb', 'hex')));
      expect(sent).toContain(plain(Buffer.from('c00804fbf40007', 'hex')));
      const deletion = { ...global, family: ipv4, uuid };
      expect(await caller.call('DeletePath', deletion)).toEqual({});
      expect(await list(query)).toEqual([]);
      expect(await failure(caller.call('DeletePath', deletion))).toMatchObject({
        code: status.UNKNOWN,
        details: expect.stringContaining("can't find a specified path"),
      });
    });

    it('are deleted by their prefix, missing ones too', async () => {
      await caller.call('AddPath', { ...global, path });
      const deletion = { ...global, family: ipv4, path };
      expect(await caller.call('DeletePath', deletion)).toEqual({});
      expect(await caller.call('DeletePath', deletion)).toEqual({});
      expect(await prefixes({ ...global, family: ipv4 })).not.toContain(prefix);
    });

    it('of IPv6 go out too, and a neighbor is asked for one alone', async () => {
      const own = '2001:db8:99::/48';
      const six = {
        family: ipv6,
        nlri_binary: nlriOf(own),
        pattrs_binary: attributesOf(own, { nextHop: '::' }),
      };
      const sent = () =>
        prefixes({
          ...adjOut,
          family: ipv6,
          prefixes: [{ prefix: own, type: 'TYPE_EXACT' }],
        });
      expect(await sent()).toEqual([]);
      await caller.call('AddPath', { ...global, path: six });
      await until(async () => (await sent()).length === 1);
      const [{ paths }] = await list({
        ...global,
        family: ipv6,
        prefixes: [{ prefix: own, type: 'TYPE_EXACT' }],
      });
      expect(paths).toHaveLength(1);
      expect(paths[0].pattrs_binary.map(plain).sort()).toEqual(
        six.pattrs_binary.map(plain).sort(),
      );
      expect(Boolean(paths[0].is_from_external)).toBe(false);
      await caller.call('DeletePath', { ...global, family: ipv6, path: six });
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
      await caller.call('AddPath', { ...global, path });
      await caller.call('AddPath', { ...global, path: other });
      const query = {
        ...global,
        family: ipv4,
        prefixes: [{ prefix, type: 'TYPE_EXACT' }],
      };
      const [{ paths }] = await list(query);
      expect(paths).toHaveLength(1);
      expect(paths[0].pattrs_binary.map(plain)).toContain('8: fbf40008');
      // Whatever its attributes are: the prefix alone says which one goes.
      await caller.call('DeletePath', { ...global, family: ipv4, path });
      expect(await list(query)).toEqual([]);
    });

    it('all go when none is named', async () => {
      await caller.call('AddPath', { ...global, path });
      expect(
        await caller.call('DeletePath', { ...global, family: ipv4 }),
      ).toEqual({});
      expect(await prefixes({ ...global, family: ipv4 })).not.toContain(prefix);
      // What neighbors announced stays.
      expect(await prefixes({ ...global, family: ipv4 })).toHaveLength(2);
    });

    it('need a next hop', async () => {
      const bare = { ...path, pattrs_binary: [] };
      expect(
        await failure(caller.call('AddPath', { ...global, path: bare })),
      ).toEqual({ code: status.UNKNOWN, details: 'nexthop not found' });
    });
  });

  describe('policies', () => {
    it('are one chain for each direction, and all goes out without one', async () => {
      const direction = 'POLICY_DIRECTION_EXPORT';
      const both = (await caller.list('ListPolicyAssignment')).map(
        ({ assignment }) => assignment,
      );
      expect(both.map(one => one.name)).toEqual(['global', 'global']);
      const [{ assignment }] = await caller.list('ListPolicyAssignment', {
        direction,
      });
      expect(assignment).toEqual({
        name: 'global',
        direction,
        default_action: 'ROUTE_ACTION_ACCEPT',
      });
      expect(
        await caller.list('ListDefinedSet', {
          defined_type: 'DEFINED_TYPE_PREFIX',
        }),
      ).toEqual([]);
    });
  });

  describe('actions on a neighbor', () => {
    it('refuse one that is unknown', async () => {
      const address = '192.0.2.77';
      for (const method of ['EnablePeer', 'DisablePeer', 'ResetPeer']) {
        expect(await failure(caller.call(method, { address }))).toEqual({
          code: status.UNKNOWN,
          details: `neighbor that has ${address} doesn't exist`,
        });
      }
    });

    it('read and send routes anew', async () => {
      const request = { address: neighbor, soft: true };
      const both = { ...request, direction: 'DIRECTION_BOTH' };
      expect(await caller.call('ResetPeer', both)).toEqual({});
      expect(await failure(caller.call('ResetPeer', request))).toEqual(
        api === 3
          ? undefined
          : { code: status.INVALID_ARGUMENT, details: 'unknown direction' },
      );
      expect((await peer()).state.session_state).toBe(
        'SESSION_STATE_ESTABLISHED',
      );
    });

    it('switch it off and on, twice without harm', async () => {
      const states: string[] = [];
      const feed = caller.watch('WatchEvent', { peer: {} }, event => {
        if (event.peer?.type === 'TYPE_STATE') {
          states.push(event.peer.peer.state.session_state);
        }
      });
      const request = { address: neighbor, communication: 'CHG-42' };
      expect(await caller.call('DisablePeer', request)).toEqual({});
      await until(
        async () => (await peer()).state.admin_state === 'ADMIN_STATE_DOWN',
      );
      await until(() => states.includes('SESSION_STATE_IDLE'));
      expect(await caller.call('DisablePeer', request)).toEqual({});
      expect(await peer()).toMatchObject({
        state: { session_state: 'SESSION_STATE_IDLE' },
      });
      expect(await list({ ...global, family: ipv4 })).toEqual([]);
      expect(await list({ ...adjIn, family: ipv4 })).toEqual([]);
      expect(await caller.call('EnablePeer', { address: neighbor })).toEqual(
        {},
      );
      expect(await caller.call('EnablePeer', { address: neighbor })).toEqual(
        {},
      );
      await until(
        async () =>
          (await peer()).state.session_state === 'SESSION_STATE_ESTABLISHED',
      );
      await until(
        async () => (await list({ ...global, family: ipv4 })).length === 2,
      );
      await until(() => states.includes('SESSION_STATE_ESTABLISHED'));
      expect(states).toContain('SESSION_STATE_OPENCONFIRM');
      feed.cancel();
    });
  });
}

/** Type and value in hexadecimal: flags and the size of the length are GoBGP's choice. */
function plain(attribute: Buffer): string {
  const value = attribute.subarray(attribute[0] % 32 >= 16 ? 4 : 3);
  return `${attribute[1]}: ${value.toString('hex')}`;
}

function textOf(api: GobgpApiVersion, nlri: any): string {
  const { prefix, prefix_len: length } =
    api === 4
      ? nlri.prefix
      : loadGobgpService(3).unpack('IPAddressPrefix', nlri.value);
  return `${prefix}/${length}`;
}

async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await done())) {
    if (Date.now() > end) {
      throw new Error('it did not happen');
    }
    await new Promise(resolve => {
      setTimeout(resolve, 50);
    });
  }
}
