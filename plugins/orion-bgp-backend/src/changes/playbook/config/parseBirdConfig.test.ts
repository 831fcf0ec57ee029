import { parseBirdConfig, statementText } from './parseBirdConfig';

const text = (config: string) => parseBirdConfig(config).map(statementText);

describe('parseBirdConfig', () => {
  it('knows comments, texts, brackets and blocks', () => {
    expect(
      text(`
        log syslog all; # not { this
        /* nor; } this */ define A = [ 10.0.0.0/8{16,24}, ::/0+ ];
        protocol bgp a {
          description "a; } # b";
          ipv4 { import filter { if net ~ A then reject; accept; }; };
        }
        filter f { accept; }`),
    ).toEqual([
      'log syslog all',
      'define A = [ 10.0.0.0/8 { 16 , 24 } , ::/0+ ]',
      'protocol bgp a { description "a; } # b"; ipv4 { import filter { if net ~ A then reject; accept; }; }; }',
      'filter f { accept; }',
    ]);
  });

  it('has the same text for the same statement', () => {
    expect(text('a\n{ b ;c;} ;')).toEqual(text('a{b;c;}'));
    expect(text('a { b c; }')).not.toEqual(text('a { bc; }'));
  });

  it('never throws anything but its own words, whatever it is given', () => {
    const words = runs(3_000).map(given => {
      try {
        return `read ${parseBirdConfig(given).length}`;
      } catch (error) {
        return (error as Error).message;
      }
    });
    const strange = words.filter(
      one => !/^(read |The configuration of BIRD)/.test(one),
    );
    expect(strange).toEqual([]);
    expect(() => parseBirdConfig('a {'.repeat(100_000))).toThrow(
      /blocks in blocks/,
    );
  });
});

/** Signs of BIRD's grammar in every order, the same each time. */
function runs(count: number): string[] {
  const signs = ['{', '}', ';', '[', ']', '(', '"', '#', '/*', 'a', ' ', '\n'];
  let seed = 7;
  const next = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return signs[seed % signs.length];
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: 40 }, next).join(''),
  );
}
