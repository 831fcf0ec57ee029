import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { commandLine } from './commands';
import { furtherTables, tableLists } from './birdTables';

const session = (...families: [string, string?][]) =>
  ({
    families: families.map(([family, table]) => ({ family, table })),
  } as unknown as SessionReading);

describe('the tables of a BIRD', () => {
  it('are those of its sessions and those named, beside its own choice', () => {
    const tables = furtherTables(
      [
        session(['ipv6-unicast', 't6'], ['ipv4-unicast', 'master4']),
        session(['ipv6-unicast', 't6'], ['flow4', 'f4'], ['ipv4-unicast']),
        // No symbol of BIRD's: it goes into no command.
        session(['ipv4-unicast', "x' all where (1"]),
      ],
      ['kernel4', 'master6'],
    );
    expect(tables).toEqual([{ name: 'kernel4' }, { name: 't6', family: 6 }]);
  });

  it('are asked for one list after the other, those of a family together', () => {
    const many = Array.from({ length: 40 }, (_, at) => ({
      name: `t${String(at).padStart(39, '-')}`,
      family: 6 as const,
    }));
    const tables = [...many, { name: 't4', family: 4 as const }, { name: 'k' }];
    expect(tableLists(tables, 4)).toEqual([['t4'], ['k'], undefined]);
    expect(tableLists(tables, 6).map(list => list?.length)).toEqual([
      19,
      19,
      2,
      1,
      undefined,
    ]);
    expect(tableLists([], 6)).toEqual([undefined]);
  });

  it('never make a line that BIRD hangs up on', () => {
    const names = Array.from({ length: 40 }, (_, at) =>
      String(at).padStart(64, 't'),
    );
    const tables = names.map(name => ({ name, family: 6 as const }));
    const address = new Uint8Array(16).fill(0xff);
    const prefix = { family: 6 as const, address, length: 128 };
    const lists = tableLists(tables, 6);
    expect(lists.flatMap(list => list ?? [])).toEqual(names);
    for (const list of lists) {
      const line = commandLine({
        ...{ kind: 'routes', filtered: true, within: prefix },
        tables: list,
      });
      expect(line.length).toBeLessThanOrEqual(1022);
    }
    expect(lists[0]).toHaveLength(13);
  });
});
