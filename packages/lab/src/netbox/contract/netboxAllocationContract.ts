// A suite that several test files run is exported on purpose.
/* eslint-disable jest/no-export */
import type { NetboxCaller } from './netboxClient';

const PREFIXES = 'ipam/prefixes/';
const ADDRESSES = 'ipam/ip-addresses/';

/** How NetBox hands out addresses and prefixes. */
export function netboxAllocationContract(caller: () => NetboxCaller): void {
  describe('allocation', () => {
    let api: NetboxCaller;
    let made: string[];

    beforeEach(() => {
      api = caller();
      made = [];
    });

    afterEach(() => api.sweep(made));

    const prefix = async (cidr: string, more: object = {}) => {
      const created = await api.make(PREFIXES, { prefix: cidr, ...more });
      made.push(`${PREFIXES}${created.id}/`);
      return created;
    };

    const remember = (addresses: any[]) =>
      addresses.forEach(a => made.push(`${ADDRESSES}${a.id}/`));

    it('keeps network and broadcast back, then answers 409', async () => {
      const { id } = await prefix('198.18.1.0/30');
      const path = `${PREFIXES}${id}/available-ips/`;
      const free = await api.get(path);
      expect(free.body).toEqual([
        { family: 4, address: '198.18.1.1/30', vrf: null },
        { family: 4, address: '198.18.1.2/30', vrf: null },
      ]);
      const tooMany = await api.post(path, [{}, {}, {}]);
      expect([tooMany.status, tooMany.body]).toEqual([
        409,
        {
          detail: 'Insufficient resources are available to satisfy the request',
        },
      ]);
      const both = await api.make(path, [{ status: 'reserved' }, {}]);
      remember(both);
      expect(both.map((a: any) => a.address)).toEqual([
        '198.18.1.1/30',
        '198.18.1.2/30',
      ]);
      expect(both[0].status).toEqual({ value: 'reserved', label: 'Reserved' });
      expect((await api.post(path, {})).status).toBe(409);
      expect((await api.get(path)).body).toEqual([]);
    });

    it('gives parallel callers different addresses', async () => {
      const { id } = await prefix('198.18.2.0/27');
      const answers = await Promise.all(
        Array.from({ length: 16 }, (_, i) =>
          api.make(`${PREFIXES}${id}/available-ips/`, {
            description: `parallel ${i}`,
          }),
        ),
      );
      remember(answers);
      expect(new Set(answers.map(a => a.address)).size).toBe(16);
    });

    it('offers a pool whole and leaves populated ranges out', async () => {
      const pool = await prefix('198.18.3.0/30', { is_pool: true });
      const offered = await api.get(`${PREFIXES}${pool.id}/available-ips/`);
      expect(offered.body).toHaveLength(4);
      const { id } = await prefix('198.18.4.0/29');
      const range = await api.make('ipam/ip-ranges/', {
        start_address: '198.18.4.2/29',
        end_address: '198.18.4.5/29',
        mark_populated: true,
      });
      made.push(`ipam/ip-ranges/${range.id}/`);
      expect(range).toMatchObject({ size: 4, display: '198.18.4.2-5/29' });
      const free = await api.get(`${PREFIXES}${id}/available-ips/`);
      expect(free.body.map((a: any) => a.address)).toEqual([
        '198.18.4.1/29',
        '198.18.4.6/29',
      ]);
      const inside = await api.post(ADDRESSES, { address: '198.18.4.3/29' });
      expect([inside.status, inside.body]).toEqual([
        400,
        {
          address: [
            'Cannot create IP address 198.18.4.3/29 inside range 198.18.4.2-5/29.',
          ],
        },
      ]);
    });

    it('offers a container addresses of its child prefixes', async () => {
      const outer = await prefix('198.18.8.0/23', { status: 'container' });
      await prefix('198.18.8.0/24');
      const ips = await api.get(
        `${PREFIXES}${outer.id}/available-ips/?limit=1`,
      );
      expect(ips.body[0].address).toBe('198.18.8.1/23');
      const blocks = await api.get(
        `${PREFIXES}${outer.id}/available-prefixes/`,
      );
      expect(blocks.body).toEqual([
        { family: 4, prefix: '198.18.9.0/24', vrf: null },
      ]);
      const shown = await api.get(`${PREFIXES}${outer.id}/`);
      expect(shown.body).toMatchObject({ children: 1, _depth: 0 });
    });

    it('cuts prefixes of the wanted length', async () => {
      const { id } = await prefix('198.18.10.0/24', { status: 'container' });
      const path = `${PREFIXES}${id}/available-prefixes/`;
      const [a, b] = await api.make(path, [
        { prefix_length: 26 },
        { prefix_length: 28 },
      ]);
      made.push(`${PREFIXES}${a.id}/`, `${PREFIXES}${b.id}/`);
      expect([a.prefix, b.prefix]).toEqual([
        '198.18.10.0/26',
        '198.18.10.64/28',
      ]);
      expect((await api.post(path, { prefix_length: 24 })).status).toBe(409);
      const wrong = await api.post(path, { prefix_length: 33 });
      expect(wrong.status).toBe(400);
    });

    it('refuses a duplicate, fails on a malformed address', async () => {
      const address = '198.18.11.9/24';
      remember([await api.make(ADDRESSES, { address })]);
      const twin = await api.post(ADDRESSES, { address: '198.18.11.9/32' });
      expect([twin.status, twin.body]).toEqual([
        400,
        {
          address: [
            'Duplicate IP address found in global table: 198.18.11.9/24',
          ],
        },
      ]);
      const broken = await api.post(ADDRESSES, { address: 'nonsense' });
      expect(broken.status).toBe(500);
      expect(broken.body).toMatchObject({
        error: "'data'",
        exception: 'KeyError',
      });
    });

    it('allows duplicates in a VRF that does not enforce uniqueness', async () => {
      const vrf = await api.make('ipam/vrfs/', {
        name: 'orion-contract',
        enforce_unique: false,
      });
      const twins = await Promise.all(
        [0, 1].map(() =>
          api.make(ADDRESSES, { address: '198.18.12.1/24', vrf: vrf.id }),
        ),
      );
      remember(twins);
      const found = await api.get(`${ADDRESSES}?vrf_id=${vrf.id}`);
      expect(found.body.count).toBe(2);
      await api.sweep(twins.map(a => `${ADDRESSES}${a.id}/`));
      expect((await api.call('DELETE', `ipam/vrfs/${vrf.id}/`)).status).toBe(
        204,
      );
    });

    it('creates lists whole or not at all, changes what it knows', async () => {
      const half = await api.post(ADDRESSES, [
        { address: '198.18.13.1/24' },
        { address: '198.18.13.2/24', status: 'nope' },
      ]);
      expect([half.status, half.body]).toEqual([
        400,
        [{}, { status: ['nope is not a valid choice.'] }],
      ]);
      const none = await api.get(`${ADDRESSES}?parent=198.18.13.0/24`);
      expect(none.body.count).toBe(0);
      const both = await api.make(ADDRESSES, [
        { address: '198.18.13.1/24' },
        { address: '198.18.13.2/24' },
      ]);
      remember(both);
      const changed = await api.patch(ADDRESSES, [
        { id: both[0].id, description: 'changed' },
        { id: 99999999, description: 'nobody' },
      ]);
      expect(changed.status).toBe(200);
      expect(changed.body.map((a: any) => a.id)).toEqual([both[0].id]);
    });

    it('finds addresses by parent, text and host', async () => {
      const all = await api.make(ADDRESSES, [
        { address: '198.18.14.1/24', dns_name: 'One.Contract.Example' },
        { address: '198.18.14.2/32', status: 'reserved' },
      ]);
      remember(all);
      const count = async (query: string) =>
        (await api.get(`${ADDRESSES}?${query}`)).body.count;
      expect(await count('parent=198.18.14.0/24')).toBe(2);
      expect(await count('address=198.18.14.2')).toBe(1);
      expect(await count('address=198.18.14.1/32')).toBe(0);
      expect(await count('q=one.contract')).toBe(1);
      expect(await count('parent=198.18.14.0/24&status=reserved')).toBe(1);
      expect(await count('parent=198.18.14.0/24&vrf_id=null')).toBe(2);
      expect(all[0].dns_name).toBe('one.contract.example');
    });
  });
}
