import { ConfigReader } from '@backstage/config';
import { readProtectedPlaces } from './readProtectedPlaces';

describe('readProtectedPlaces', () => {
  const read = (config: object) =>
    readProtectedPlaces(new ConfigReader(config as never)).map(
      ({ name, host }) => `${name}: ${host}`,
    );

  it('takes the portal, its databases and the identity provider from their settings', () => {
    expect(
      read({
        app: { baseUrl: 'https://portal.example' },
        backend: {
          baseUrl: 'https://portal.example',
          database: {
            client: 'pg',
            connection: 'postgresql://orion:secret@db.example:5432/orion',
            plugin: {
              'orion-changes': { connection: { host: '2001:db8::5' } },
              'orion-bgp': {
                connection: {
                  connectionString: 'postgres://u@[2001:db8::6]/x',
                },
              },
              catalog: { connection: { host: '/run/postgresql' } },
            },
          },
        },
        auth: {
          environment: 'production',
          providers: {
            oidc: {
              development: { metadataUrl: 'https://other.example' },
              production: {
                metadataUrl: 'https://idp.example/.well-known/x',
                callbackUrl: 'https://portal.example/api/auth',
                clientId: 'orion',
              },
            },
            github: { production: { clientId: 'x' } },
          },
        },
        orion: { bgp: { protectedAddresses: ['192.0.2.10'] } },
      }),
    ).toEqual([
      'ORION: portal.example',
      'PostgreSQL: db.example',
      'PostgreSQL: 2001:db8::5',
      'PostgreSQL: 2001:db8::6',
      'identity provider oidc: idp.example',
      'identity provider github: github.com',
      'orion.bgp.protectedAddresses: 192.0.2.10',
    ]);
  });

  it.each([
    ['nothing is said', {}],
    [
      'the database is a socket',
      {
        backend: {
          database: {
            client: 'pg',
            connection: 'postgresql://orion@%2Frun%2Fpostgresql/orion',
          },
        },
      },
    ],
    [
      'the database is in memory',
      {
        backend: {
          database: { client: 'better-sqlite3', connection: ':memory:' },
        },
      },
    ],
  ])('has no place where %s', (_, config) => {
    expect(read(config)).toEqual([]);
  });

  it('names what is no address', () => {
    const orion = { bgp: { protectedAddresses: ['portal.example'] } };
    expect(() => read({ orion })).toThrow(
      'orion.bgp.protectedAddresses: "portal.example" is no address',
    );
  });
});
