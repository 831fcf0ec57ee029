import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, JWTPayload, SignJWT } from 'jose';

export const AUDIENCE = 'orion-portal';

/** An identity provider of its own: discovery, keys, and ID tokens as they come after a sign-in. */
export interface TestIssuer {
  url: string;
  /** Signed for `<name>@example.org`, who signed in a minute ago. */
  idToken(name: string, more?: JWTPayload): Promise<string>;
  stop(): Promise<void>;
}

export async function startTestIssuer(): Promise<TestIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const jwk = {
    ...(await exportJWK(publicKey)),
    kid: 'one',
    alg: 'ES256',
    use: 'sig',
  };
  let url = '';
  const server = createServer((req, res) => {
    const keys = req.url === '/jwks';
    res.end(
      JSON.stringify(
        keys ? { keys: [jwk] } : { issuer: url, jwks_uri: `${url}/jwks` },
      ),
    );
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    idToken(name, more = {}) {
      const now = Math.floor(Date.now() / 1000);
      const claims = {
        iss: url,
        aud: AUDIENCE,
        sub: name,
        iat: now,
        exp: now + 600,
        auth_time: now - 60,
        email: `${name}@example.org`,
        email_verified: true,
      };
      return new SignJWT({ ...claims, ...more })
        .setProtectedHeader({ alg: 'ES256', kid: 'one' })
        .sign(privateKey);
    },
    stop: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
