import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatAddress, formatPrefix } from '../../routes/addresses';
import { seededRandom } from '../bird/testing';
import { KernelParser } from './KernelParser';

/** As `kernel-routes` printed it with iproute2 6.1. */
const recorded = readFileSync(
  // eslint-disable-next-line no-restricted-syntax -- only tests read it
  join(__dirname, 'fixtures/iproute2-6.1.txt'),
);

function read(chunks: Buffer[], maxRoutes = 100) {
  const routes: string[] = [];
  const parser = new KernelParser({
    maxRoutes,
    sink: ({ address, length, metric, kind, gateways }) =>
      routes.push(
        [
          formatPrefix(address, length),
          kind,
          ...gateways.map(formatAddress),
          metric,
        ].join(' '),
      ),
  });
  chunks.forEach(chunk => parser.push(chunk));
  return { routes, done: parser.done, bootedAt: parser.bootedAt };
}
const say = (text: string, maxRoutes?: number) =>
  read([Buffer.from(text)], maxRoutes);
const around = (routes: string) =>
  `orion-kernel-routes 1\ninet\n${routes}\ninet6\n[]\nend\n`;

describe('KernelParser', () => {
  it('reads what ip prints', () => {
    expect(read([recorded])).toEqual({
      bootedAt: 1795659536,
      done: true,
      routes: [
        '0.0.0.0/0 blackhole 0',
        '10.1.0.0/16 unicast 192.0.2.7 192.0.2.8 0',
        '10.2.0.0/16 unicast fe80::9 0',
        '10.3.3.3/32 unicast 0',
        '10.5.0.0/16 unicast 192.0.2.9 0',
        '198.51.100.0/24 unicast 192.0.2.7 32',
        '203.0.113.0/24 unreachable 0',
        '2001:db8:1::/48 unicast 2001:db8:ff::7 1024',
        '2001:db8:2::/48 unicast fe80::1 32',
        '2001:db8:4::/48 unicast 2001:db8:ff::7 2001:db8:ff::8 1024',
        '2001:db8:3949::/48 unreachable 1024',
      ],
    });
  });

  it('reads it in pieces of any size', () => {
    const whole = read([recorded]);
    for (let at = 1; at < recorded.length; at++) {
      expect(read([recorded.subarray(0, at), recorded.subarray(at)])).toEqual(
        whole,
      );
    }
    const bytes = Array.from(recorded, byte => Buffer.of(byte));
    expect(read(bytes)).toEqual(whole);
  });

  it('is not done before the end', () => {
    for (let at = 0; at < recorded.length - 1; at += 7) {
      expect(read([recorded.subarray(0, at)]).done).toBe(false);
    }
  });

  it('reads braces, quotes and backslashes within strings', () => {
    const dev = String.raw`"a\"}]{[\\"`;
    expect(
      say(
        around(
          `[ {"dst":"192.0.2.0/24","dev":${dev},"flags":[]} ,\n{"dst":"default"}]`,
        ),
      ).routes,
    ).toEqual(['192.0.2.0/24 unicast 0', '0.0.0.0/0 unicast 0']);
  });

  it('does not count next hops whose link is gone', () => {
    const hop = (gateway: string, flag?: string) =>
      `{"gateway":"${gateway}","flags":[${flag ? `"${flag}"` : ''}]}`;
    const to = (...hops: string[]) =>
      say(around(`[{"dst":"10.0.0.0/8","nexthops":[${hops}]}]`)).routes[0];
    expect(to(hop('192.0.2.1', 'dead'), hop('192.0.2.2', 'onlink'))).toBe(
      '10.0.0.0/8 unicast 192.0.2.2 0',
    );
    expect(to(hop('192.0.2.1', 'dead'), hop('192.0.2.2', 'linkdown'))).toBe(
      '10.0.0.0/8 dead 0',
    );
  });

  it.each<[string, RegExp]>([
    ['BIRD 2.0.12 ready.\n', /says "BIRD 2\.0\.12 ready\." and not/],
    ['[]\n', /and not "orion-kernel-routes 1"/],
    ['orion-kernel-routes 2\n', /and not/],
    ['orion-kernel-routes 1\nend\n', /ends before both families/],
    ['orion-kernel-routes 1\nrm -rf\n', /it says "rm -rf"/],
    ['orion-kernel-routes 1\ninet\nError: no\n', /no list of objects/],
    [around('[1]'), /no list of objects/],
    [around('{"dst":"default"}'), /no list of objects/],
    [around('[]').replace('inet6', 'inet'), /says "inet" twice/],
    [`${around('[]')}more`, /behind the end/],
    [around('[{"dst":}]'), /no JSON/],
    [around('[{"dst":"2001:db8::/32"}]'), /is no IPv4 prefix/],
    [around('[{"dst":"192.0.2.1/24"}]'), /is no IPv4 prefix/],
    [around('[{"dst":7}]'), /is no IPv4 prefix/],
    [around('[{}]'), /is no IPv4 prefix/],
    [around('[{"dst":"default","metric":"x"}]'), /is no metric/],
    [around('[{"dst":"default","metric":-1}]'), /is no metric/],
    [around('[{"dst":"default","gateway":"gw"}]'), /"gw" is no next hop/],
    [around('[{"dst":"default","gateway":[]}]'), /"an object" is no next hop/],
    [around('[{"dst":"default","nexthops":[]}]'), /are no list/],
    [around('[{"dst":"default","nexthops":{}}]'), /are no list/],
    [around('[{"dst":"default","nexthops":[1]}]'), /next hop is no object/],
    [around(`[{"dst":"${'x'.repeat(70_000)}"}]`), /longer than 65536/],
    [`orion-kernel-routes 1${' '.repeat(300)}`, /longer than 256/],
    ['orion-kernel-routes 1\n\u0007\u001b[31m\n', /it says "\??\?\[31m"/],
  ])('refuses %j', (text, message) => {
    expect(() => say(text)).toThrow(message);
  });

  it('takes no more routes than it may', () => {
    const many = `[${Array(4).fill('{"dst":"default"}')}]`;
    expect(say(around(many), 4).routes).toHaveLength(4);
    expect(() => say(around(many), 3)).toThrow('more than 3 routes');
  });

  it('fails in words on whatever comes', () => {
    const random = seededRandom(7);
    const errors: Error[] = [];
    for (let round = 0; round < 3_000; round++) {
      const bytes = Buffer.from(recorded);
      for (let count = random() % 6; count >= 0; count--) {
        const at = random() % bytes.length;
        if (random() % 3) {
          bytes[at] = random();
        } else {
          bytes.copyWithin(at, random() % bytes.length);
        }
      }
      const cut = random() % bytes.length;
      try {
        read([bytes.subarray(0, cut), bytes.subarray(cut)]);
      } catch (error) {
        errors.push(error as Error);
      }
    }
    expect(errors.length).toBeGreaterThan(1_000);
    expect(new Set(errors.map(({ name }) => name))).toEqual(new Set(['Error']));
    expect(
      errors.filter(({ message }) => !/^[\x20-\x7e]{1,200}$/.test(message)),
    ).toEqual([]);
  });
});
