import { ConfigReader } from '@backstage/config';
import { readRibConfig } from './readRibConfig';

const read = (bgp: object) =>
  readRibConfig(new ConfigReader({ orion: { bgp } } as never));

describe('readRibConfig', () => {
  it('reads how often validators are asked, and when they count no more', () => {
    const url = 'https://rpki.example/json';
    const rpki = [
      { url, intervalSeconds: 60, expireSeconds: 7200 },
      { url },
      { rtr: { host: 'rpki', port: 323 } },
    ];
    expect(read({ rpki }).rpki).toEqual([
      { type: 'json', url, intervalMs: 60_000, expireMs: 7_200_000 },
      { type: 'json', url },
      { type: 'rtr', host: 'rpki', port: 323 },
    ]);
  });

  it.each([
    [{ intervalSeconds: 0 }, /rpki\[0\]\.intervalSeconds: 0 is not between 1/],
    [{ expireSeconds: 60 }, /rpki\[0\]\.expireSeconds: 60 is not between 600/],
  ])('refuses %j', (given, message) => {
    const rpki = [{ url: 'file:///x', ...given }];
    expect(() => read({ rpki })).toThrow(message);
  });

  it.each([
    ['user:secret@validator/json', 'must begin with https:, http: or file:'],
    ['http://user:secret@validator:83233/json', 'is no URL'],
    ['https://user:secret%ss@validator/json', 'is written %25'],
    ['https://secret%:x@validator/json', 'is written %25'],
    ['file://validator/vrps.json', 'names a file of the machine validator'],
  ])('refuses the URL %s, and does not print who asks', (url, reason) => {
    let message = '';
    try {
      read({ rpki: [{ url: 'file:///x' }, { url }] });
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toMatch(/^orion\.bgp\.rpki\[1\]\.url/);
    expect(message).toContain(reason);
    expect(message).not.toContain('secret');
  });

  it('takes a user and a password with any letters', () => {
    const url = 'https://user:p%25s%40s@validator/json';
    expect(read({ rpki: [{ url }] }).rpki).toMatchObject([{ url }]);
  });

  it('refuses a port that is none, and a pattern that nothing could fit', () => {
    expect(() => read({ rpki: [{ rtr: { host: 'x', port: 0 } }] })).toThrow(
      /rpki\[0\]\.rtr\.port: 0 is not a whole number from 1 to 65535/,
    );
    const communities = [
      { pattern: '65535:666', text: 'x' },
      { pattern: '6939', text: 'y' },
    ];
    expect(() => read({ communities })).toThrow(
      /communities\[1\]\.pattern: "6939" is no community/,
    );
  });
});
