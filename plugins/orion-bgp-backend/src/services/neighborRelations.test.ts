import { ConfigReader } from '@backstage/config';
import { neighborFacts, readRelations } from './neighborRelations';

const read = (relations?: Record<string, string>) =>
  readRelations(new ConfigReader({ orion: { bgp: { relations } } }));

describe('readRelations', () => {
  it('reads them by AS number', () => {
    expect(read()).toEqual(new Map());
    expect(read({ AS6939: 'provider', AS64500: 'route-server' })).toEqual(
      new Map([
        [6939, 'provider'],
        [64500, 'route-server'],
      ]),
    );
  });

  it.each([
    [{ AS0: 'provider' }, /relations\.AS0: write AS and a number/],
    [{ transit: 'provider' }, /relations\.transit: write AS and a number/],
    [{ AS6939: 'upstream' }, /relations\.AS6939: "upstream" is none of/],
  ])('refuses %p', (relations, message) => {
    expect(() => read(relations as never)).toThrow(message);
  });
});

describe('neighborFacts', () => {
  const row = (name: string, reading: object) => ({
    router: 'gw1',
    name,
    reading: { neighborAs: 6939, type: 'external', ...reading } as never,
  });
  const configured = new Map([[6939, 'peer' as const]]);

  it('takes what both ends negotiated, then the configuration', () => {
    const rows = [
      row('he', { role: { local: 'customer', remote: 'provider' } }),
      row('server', { role: { local: 'rs_client', remote: 'rs_server' } }),
      row('alone', { role: { local: 'customer' } }),
      row('odd', { role: { local: 'customer', remote: 'peer' } }),
      row('other', { neighborAs: 64500 }),
      row('inside', { neighborAs: 394955, type: 'internal' }),
    ];
    const { gw1 } = neighborFacts(rows, configured);
    expect(
      Object.entries(gw1).map(([name, { relation }]) => [name, relation]),
    ).toEqual([
      ['he', 'provider'],
      ['server', 'route-server'],
      ['alone', 'peer'],
      ['odd', 'peer'],
      ['other', undefined],
      ['inside', undefined],
    ]);
    expect(gw1.inside).toMatchObject({ asn: 394955, internal: true });
  });
});
