import { parsePrefix } from '../../routes/addresses';
import { commandLine } from './commands';

it('writes names between apostrophes', () => {
  expect(commandLine({ kind: 'exports', protocol: 'he_v6' })).toBe(
    "show route export 'he_v6'",
  );
  expect(
    commandLine({ kind: 'routes', filtered: true, tables: ['t4', 't6'] }),
  ).toBe("show route table 't4' table 't6' filtered all");
  const within = parsePrefix('64.0.0.0/2')!;
  expect(
    commandLine({ kind: 'routes', filtered: false, tables: ['t4'], within }),
  ).toBe("show route in 64.0.0.0/2 table 't4' all");
  expect(
    commandLine({ kind: 'route-count', filtered: true, table: 't4', within }),
  ).toBe("show route in 64.0.0.0/2 table 't4' filtered count");
  expect(() =>
    commandLine({ kind: 'route-count', filtered: true, table: "t'4", within }),
  ).toThrow('cannot be the name');
  expect(commandLine({ kind: 'routes', filtered: false })).toBe(
    'show route all',
  );
  expect(commandLine({ kind: 'protocol', protocol: 'ix-peer.1:a' })).toBe(
    "show protocols 'ix-peer.1:a'",
  );
});

it('asks how one prefix goes out, before and after the filter', () => {
  const { family, address, length } = parsePrefix('2001:db8:3949::/48')!;
  const command = {
    ...{ kind: 'export' as const, protocol: 'he_v6' },
    prefix: { family, address, length },
  };
  expect(commandLine({ ...command, filtered: true })).toBe(
    "show route 2001:db8:3949::/48 export 'he_v6' all",
  );
  expect(commandLine({ ...command, filtered: false })).toBe(
    "show route 2001:db8:3949::/48 preexport 'he_v6' all",
  );
  expect(() =>
    commandLine({ ...command, filtered: true, protocol: "a' all" }),
  ).toThrow('cannot be the name');
});

it.each(['', "a'b", 'a b', 'a\nrestrict', 'he_v6; down', 'ü', 'a'.repeat(65)])(
  'refuses %j as a name',
  protocol => {
    expect(() => commandLine({ kind: 'exports', protocol })).toThrow(
      'cannot be the name',
    );
  },
);

it('says reload as BIRD 2 and BIRD 3 want it', () => {
  const reload = { kind: 'reload', protocol: 'he', direction: 'in' } as const;
  expect(commandLine(reload)).toBe("reload in 'he'");
  expect(commandLine({ ...reload, filters: true })).toBe(
    "reload filters in 'he'",
  );
  expect(commandLine({ ...reload, direction: 'both', filters: true })).toBe(
    "reload filters 'he'",
  );
});
