import { ConfigReader } from '@backstage/config';
import { readHistoryInterval, readRouters } from './config';
import { readNetboxIntentConfig } from './readNetboxIntentConfig';

const netbox = { url: 'https://netbox.example/', readToken: 'x' };
const read = (bgp: object, orion: object = { netbox }) =>
  readNetboxIntentConfig(new ConfigReader({ orion: { ...orion, bgp } }));

describe('readNetboxIntentConfig', () => {
  it('is nothing without a NetBox', () => {
    expect(read({ netbox: { intervalSeconds: 5 } }, {})).toBeUndefined();
  });

  it('looks every minute and reads 2000 of a kind unless told otherwise', () => {
    expect(read({})).toMatchObject({
      netbox: { url: 'https://netbox.example' },
      intervalMs: 60_000,
      maxRecords: 2000,
    });
    expect(
      read({ netbox: { intervalSeconds: 5, maxRecords: 10 } }),
    ).toMatchObject({ intervalMs: 5000, maxRecords: 10 });
  });

  it.each([
    [{ intervalSeconds: 0 }, /orion\.bgp\.netbox\.intervalSeconds/],
    [{ maxRecords: 0 }, /orion\.bgp\.netbox\.maxRecords/],
    [{ maxRecords: 1.5 }, /orion\.bgp\.netbox\.maxRecords/],
  ])('names what makes no sense in %j', (given, problem) => {
    expect(() => read({ netbox: given })).toThrow(problem);
  });
});

describe('names and intervals beside it', () => {
  const bird = { socket: '/run/bird.ctl' };

  it('has a router under its id unless NetBox calls it otherwise', () => {
    const routers = {
      gw1: { asn: 64500, bird, netboxName: 'router' },
      gw2: { asn: 64500, bird },
    };
    expect(
      readRouters(new ConfigReader({ orion: { bgp: { routers } } })).map(
        ({ netboxName }) => netboxName,
      ),
    ).toEqual(['router', 'gw2']);
  });

  it('looks at our routes every half minute unless told otherwise', () => {
    const at = (bgp: object) =>
      readHistoryInterval(new ConfigReader({ orion: { bgp } }));
    expect(at({})).toBe(30_000);
    expect(at({ historyIntervalSeconds: 5 })).toBe(5000);
    expect(() => at({ historyIntervalSeconds: 0 })).toThrow(
      /historyIntervalSeconds/,
    );
  });
});
