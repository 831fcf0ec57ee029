import { ConfigReader } from '@backstage/config';
import { readNetboxConfig } from './readNetboxConfig';

const read = (netbox?: object) =>
  readNetboxConfig(new ConfigReader(netbox ? { orion: { netbox } } : {}));

describe('readNetboxConfig', () => {
  it('is optional', () => {
    expect(read()).toBeUndefined();
  });

  it.each([
    ['https://netbox.example', 'https://netbox.example'],
    ['https://netbox.example/api/', 'https://netbox.example'],
    ['http://localhost:8000/dcim/', 'http://localhost:8000/dcim'],
  ])('reads %s', (url, expected) => {
    expect(read({ url, writeToken: ' abc\n' })).toEqual({
      url: expected,
      writeToken: 'abc',
      timeoutMs: 10_000,
      addressRestMs: 900_000,
    });
  });

  it.each([
    [{ url: 'netbox' }, 'is not a URL'],
    [{ url: 'ftp://netbox' }, 'must be http or https'],
    [{ url: 'https://a:b@netbox' }, 'must not hold credentials'],
    [{ url: 'https://netbox', timeoutMs: 0 }, 'positive'],
    [{ url: 'https://netbox', addressRestMinutes: -1 }, '0 or more'],
    [{ site: 'x' }, 'orion.netbox.url'],
  ])('refuses %j', (netbox, message) => {
    expect(() => read(netbox)).toThrow(message);
  });
});
