import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import {
  exportJWK,
  generateKeyPair,
  JWTPayload,
  KeyLike,
  SignJWT,
  UnsecuredJWT,
} from 'jose';
import { OidcSignInProof } from './SignInProof';

const AUDIENCE = 'orion-portal';
const HOUR_MS = 60 * 60_000;
let server: Server;
let issuer: string;
let key: KeyLike;
let otherKey: KeyLike;
let keysUp = true;

beforeAll(async () => {
  const pair = await generateKeyPair('ES256');
  key = pair.privateKey;
  otherKey = (await generateKeyPair('ES256')).privateKey;
  const jwk = {
    ...(await exportJWK(pair.publicKey)),
    kid: 'one',
    alg: 'ES256',
    use: 'sig',
  };
  server = createServer((req, res) => {
    if (req.url === '/.well-known/openid-configuration') {
      res.end(JSON.stringify({ issuer, jwks_uri: `${issuer}/jwks` }));
    } else if (req.url === '/jwks' && keysUp) {
      res.end(JSON.stringify({ keys: [jwk] }));
    } else if (req.url === '/other/.well-known/openid-configuration') {
      res.end(
        JSON.stringify({
          issuer: 'https://elsewhere',
          jwks_uri: `${issuer}/jwks`,
        }),
      );
    } else {
      res.writeHead(500).end('<html>');
    }
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise(resolve => server.close(resolve)));

const now = () => Math.floor(Date.now() / 1000);
const claims = (): JWTPayload => ({
  iss: issuer,
  aud: AUDIENCE,
  sub: 'alice',
  exp: now() + 600,
  iat: now(),
  auth_time: now() - 60,
  email: 'alice@example.org',
  email_verified: true,
});
const sign = (more: JWTPayload = {}, by = key) =>
  new SignJWT({ ...claims(), ...more })
    .setProtectedHeader({ alg: 'ES256', kid: 'one' })
    .sign(by);
const proof = (at = issuer) =>
  new OidcSignInProof({ issuer: at, audience: AUDIENCE });

describe('a sign-in proof', () => {
  it('tells who signed in and when', async () => {
    const token = await sign();
    const evidence = await proof().verify(token, HOUR_MS);
    expect(evidence.email).toBe('alice@example.org');
    expect(now() - evidence.authTime).toBeGreaterThanOrEqual(60);
  });

  it.each<[string, () => Promise<string>, RegExp]>([
    ['another audience', () => sign({ aud: 'other-app' }), /unexpected "aud"/],
    ['another issuer', () => sign({ iss: 'https://evil' }), /unexpected "iss"/],
    ['another key', () => sign({}, otherKey), /signature verification failed/],
    [
      'no signature',
      async () => new UnsecuredJWT(claims()).encode(),
      /refused/,
    ],
    [
      'a shared secret',
      () =>
        new SignJWT(claims())
          .setProtectedHeader({ alg: 'HS256' })
          .sign(Buffer.alloc(32, 1)),
      /"alg"/,
    ],
    ['an end in the past', () => sign({ exp: now() - 60 }), /"exp"/],
    ['a beginning in the future', () => sign({ nbf: now() + 600 }), /"nbf"/],
    [
      'no auth_time',
      () => sign({ auth_time: undefined }),
      /does not say when you signed in/,
    ],
    [
      'an auth_time of text',
      () => sign({ auth_time: String(now()) }),
      /does not say when you signed in/,
    ],
    [
      'an auth_time in the future',
      () => sign({ auth_time: now() + 600 }),
      /lies in the future/,
    ],
    [
      'an old sign-in',
      () => sign({ auth_time: now() - 3_700 }),
      /is 62 minutes old; this decision needs one of at most 60/,
    ],
    [
      'an unverified address',
      () => sign({ email_verified: false }),
      /no verified e-mail address/,
    ],
    [
      'an address verified as text',
      () => sign({ email_verified: 'true' }),
      /no verified e-mail address/,
    ],
    [
      'no address',
      () => sign({ email: undefined }),
      /no verified e-mail address/,
    ],
    ['no token', async () => 'not.a.token', /refused/],
  ])('is refused with %s', async (_what, token, text) => {
    const verified = proof().verify(await token(), HOUR_MS);
    await expect(verified).rejects.toMatchObject({ name: 'NotAllowedError' });
    await expect(verified).rejects.toThrow(text);
  });

  it('must be fresher for a destructive change', async () => {
    const token = await sign({ auth_time: now() - 20 * 60 });
    await expect(proof().verify(token, 15 * 60_000)).rejects.toThrow(
      /20 minutes old/,
    );
    await expect(proof().verify(token, HOUR_MS)).resolves.toMatchObject({
      email: 'alice@example.org',
    });
  });

  it('bears clocks that differ by some seconds', async () => {
    const token = await sign({ exp: now() - 10, auth_time: now() + 10 });
    await expect(proof().verify(token, HOUR_MS)).resolves.toMatchObject({
      email: 'alice@example.org',
    });
  });
});

describe('an identity provider', () => {
  const unavailable = { name: 'ServiceUnavailableError' };

  it('that is out of reach, answers nonsense or is another one is not the fault of the person', async () => {
    const token = await sign();
    await expect(
      proof('http://127.0.0.1:9').verify(token, HOUR_MS),
    ).rejects.toMatchObject(unavailable);
    await expect(
      proof(`${issuer}/nonsense`).verify(token, HOUR_MS),
    ).rejects.toMatchObject(unavailable);
    await expect(
      proof(`${issuer}/other`).verify(token, HOUR_MS),
    ).rejects.toThrow('does not describe the issuer');
  });

  it('whose keys cannot be read is asked again the next time', async () => {
    const token = await sign();
    const checked = proof();
    keysUp = false;
    await expect(checked.verify(token, HOUR_MS)).rejects.toMatchObject(
      unavailable,
    );
    keysUp = true;
    await expect(checked.verify(token, HOUR_MS)).resolves.toMatchObject({
      email: 'alice@example.org',
    });
  });
});
