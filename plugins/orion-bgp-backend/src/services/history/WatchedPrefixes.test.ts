import { WatchedPrefixes } from './WatchedPrefixes';

const OWN = '2001:db8:3949::/48';
const CUSTOMER = '2001:db8:7000::/40';

const watched = (
  prefixes: string[] | undefined,
  others: string[] = [],
  netbox = true,
) =>
  new WatchedPrefixes({
    aggregates: { find: async () => ({ prefixes }) },
    others,
    netbox,
  });

describe('WatchedPrefixes', () => {
  it('has each route in one: ours before others, the outer before the inner', async () => {
    const found = await watched(
      [OWN, '2001:db8:3949:1::/64', '192.0.2.0/24', '192.0.2.0/24'],
      [
        '192.0.2.128/25',
        '2001:db8:7000:1::/64',
        CUSTOMER,
        // Around one of ours, which keeps a watch of its own.
        '2001:db8:3900::/40',
      ],
    ).find();
    expect(found).toEqual({
      own: [OWN, '192.0.2.0/24'],
      others: [CUSTOMER, '2001:db8:3900::/40'],
      skipped: 0,
    });
  });

  it('says how many of ours are too many', async () => {
    const many = Array.from({ length: 103 }, (_, at) => `10.${at}.0.0/16`);
    const { own, others, skipped } = await watched(many, [CUSTOMER]).find();
    expect(own).toHaveLength(100);
    expect(others).toEqual([CUSTOMER]);
    expect(skipped).toBe(3);
  });

  it('includes what lies in either, and nothing else', async () => {
    const some = watched([OWN], [CUSTOMER]);
    for (const prefix of [OWN, '2001:db8:3949:8000::/49', CUSTOMER]) {
      expect(await some.includes(prefix)).toBe(true);
    }
    for (const prefix of ['2001:db8::/32', '192.0.2.0/24']) {
      expect(await some.includes(prefix)).toBe(false);
    }
  });

  it('does not know of others while nobody says what is ours, unless nobody ever can', async () => {
    const unsaid = watched(undefined, [CUSTOMER]);
    expect((await unsaid.find()).own).toBeUndefined();
    expect(await unsaid.includes(OWN)).toBeUndefined();
    expect(await unsaid.includes(CUSTOMER)).toBe(true);
    const never = watched(undefined, [CUSTOMER], false);
    expect((await never.find()).own).toEqual([]);
    expect(await never.includes(OWN)).toBe(false);
  });
});
