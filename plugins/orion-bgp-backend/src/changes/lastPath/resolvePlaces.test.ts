import { resolvePlaces } from './resolvePlaces';

describe('resolvePlaces', () => {
  it('has the addresses others ask a router for', async () => {
    const answers: { [host: string]: string[] } = {
      'portal.example': ['2001:db8::10', '192.0.2.10', '192.0.2.10'],
      here: ['127.0.0.1', '::1', 'fe80::1%eth0'],
    };
    const found = await resolvePlaces(
      [
        { name: 'ORION', host: 'portal.example' },
        { name: 'PostgreSQL', host: 'here' },
      ],
      1_000,
      async host => answers[host].map(address => ({ address })),
    );
    expect(found.map(({ addresses }) => addresses)).toEqual([
      ['192.0.2.10', '2001:db8::10'],
      [],
    ]);
  });

  it('takes an address as it is', async () => {
    const [{ addresses }] = await resolvePlaces([
      { name: 'x', host: '2001:db8::1' },
    ]);
    expect(addresses).toEqual(['2001:db8::1']);
  });

  it('says why it does not know, in time', async () => {
    const places = [{ name: 'ORION', host: 'portal.example' }];
    const [refused] = await resolvePlaces(places, 1_000, async () => {
      throw new Error('getaddrinfo ENOTFOUND portal.example');
    });
    expect(refused).toMatchObject({
      addresses: [],
      problem: expect.stringMatching(/ENOTFOUND/),
    });
    const [silent] = await resolvePlaces(
      places,
      20,
      () => new Promise(() => {}),
    );
    expect(silent.problem).toMatch(/name server in 20 ms/);
  });
});
