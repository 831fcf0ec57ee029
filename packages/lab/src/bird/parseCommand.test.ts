import { parseCommand } from './parseCommand';
import { ParseError } from './tokens';

const names = { isProtocol: (name: string) => ['he_v6', 'all'].includes(name) };
const parse = (line: string) => parseCommand(line, names);

it('understands the arguments of show route in any order', () => {
  expect(
    parse(
      "show route all filtered protocol 'he_v6' table master6 in 2001:db8::/32",
    ),
  ).toMatchObject({
    kind: 'routes',
    query: {
      all: true,
      filtered: true,
      protocol: 'he_v6',
      tables: ['ipv6'],
      tablesBy: 'name',
      mode: 'in',
      network: { family: 'ipv6', length: 32 },
      output: 'list',
    },
  });
  expect(parse('show route for 192.0.2.1 count')).toMatchObject({
    query: { mode: 'for', network: { length: 32 }, output: 'count' },
  });
});

it('tells a name between apostrophes from a word of its own', () => {
  expect(parse('disable all "why"')).toEqual({
    kind: 'disable',
    which: undefined,
    message: 'why',
  });
  expect(parse("show protocols 'all'")).toMatchObject({
    which: { name: 'all' },
  });
  expect(parse('show protocols "he_*"')).toMatchObject({
    which: { pattern: 'he_*' },
  });
  expect(parse('reload in he_v6')).toEqual({
    kind: 'reload',
    which: { name: 'he_v6' },
    direction: 'in',
  });
  expect(parse('configure timeout')).toMatchObject({ seconds: 300 });
});

it.each([
  '',
  'show route where net ~ 192.0.2.0/24',
  'show route 192.0.2.1/24',
  'down',
  'show protocols; down',
  'disable he_v6 he_v6',
  "show route protocol ''",
])('refuses %j', line => {
  expect(() => parse(line)).toThrow(ParseError);
});
