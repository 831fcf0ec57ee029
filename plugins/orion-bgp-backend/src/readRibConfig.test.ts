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
