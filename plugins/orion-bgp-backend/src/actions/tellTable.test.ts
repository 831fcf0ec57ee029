import { TableState } from '@orion/backstage-plugin-orion-bgp-common';
import { tellTable } from './tellTable';

const table = (over: Partial<TableState>): TableState => ({
  ...{ router: 'gw1', state: 'polled', dumpedAt: '2026-11-26T12:00:00Z' },
  ...{ bytes: 1, sharedBytes: 1, paths: { ipv4: 1, ipv6: 2 } },
  prefixes: { ipv4: 1, ipv6: 1 },
  ...over,
});

it('tells of a table what nobody could look at', () => {
  expect(
    tellTable(
      table({
        ...{ updatedAt: '2026-11-26T12:01:00Z', withoutExports: true },
        ...{ cutAttributes: 3, longExports: ['ix'] },
      }),
    ),
  ).toEqual({
    ...{ router: 'gw1', state: 'polled', dumpedAt: '2026-11-26T12:00:00Z' },
    ...{ updatedAt: '2026-11-26T12:01:00Z', prefixes: { ipv4: 1, ipv6: 1 } },
    ...{ withoutExports: true, cutAttributes: 3 },
    ...{ longExports: ['ix'], longExportsTotal: 1 },
  });
  const never = tellTable(table({ state: 'resyncing', prefixes: undefined }));
  expect(never.prefixes).toBeUndefined();
});

it('says how many names it does not list', () => {
  const names = Array.from({ length: 60 }, (_, n) => `peer${n}`);
  const told = tellTable(table({ unreadExports: names }));
  expect(told.unreadExports).toEqual(names.slice(0, 50));
  expect(told.unreadExportsTotal).toBe(60);
});
