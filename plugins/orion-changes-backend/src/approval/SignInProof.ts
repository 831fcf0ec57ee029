import { createRemoteJWKSet, jwtVerify, JWTPayload } from 'jose';
import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import { SIGN_IN_AGAIN } from '@orion/backstage-plugin-orion-changes-common';

const CLOCK_TOLERANCE_S = 30;
/** Of jose: the key set could not be fetched. A token that fails has other codes. */
const KEYS_UNREACHABLE = ['ERR_JWKS_TIMEOUT', 'ERR_JOSE_GENERIC'];

/** What an ID token proved. */
export interface SignInEvidence {
  email: string;
  /** Seconds since the epoch. */
  authTime: number;
}

/** Proof that a person sits at a browser: something no token or plugin has. */
export interface SignInProof {
  /**
   * @throws NotAllowedError saying what is wrong with the token, and what to do.
   */
  verify(idToken: string, maxAgeMs: number): Promise<SignInEvidence>;
}

/**
 * Checks the identity provider's ID token: issuer, audience, signature, expiry,
 * verified address, and `auth_time` (OpenID Connect Core §2, §3.1.3.7).
 */
export class OidcSignInProof implements SignInProof {
  readonly #issuer: string;
  readonly #audience: string;
  #keys: ReturnType<typeof createRemoteJWKSet> | undefined;

  constructor(options: { issuer: string; audience: string }) {
    this.#issuer = options.issuer;
    this.#audience = options.audience;
  }

  async verify(idToken: string, maxAgeMs: number): Promise<SignInEvidence> {
    const payload = await this.#payload(idToken);
    const {
      email,
      email_verified: emailVerified,
      auth_time: authTime,
    } = payload;
    if (typeof email !== 'string' || emailVerified !== true) {
      throw new NotAllowedError(
        'The sign-in carries no verified e-mail address, so it proves nobody.',
      );
    }
    if (typeof authTime !== 'number') {
      throw new NotAllowedError(
        'The identity provider does not say when you signed in (auth_time). Ask its admin to send it.',
      );
    }
    const ageMs = Date.now() - authTime * 1000;
    if (ageMs < -CLOCK_TOLERANCE_S * 1000) {
      throw new NotAllowedError(
        'The sign-in lies in the future: the clocks of the identity provider and of the portal differ.',
      );
    }
    if (ageMs > maxAgeMs) {
      throw signInAgain(
        `Your sign-in is ${Math.round(
          ageMs / 60_000,
        )} minutes old; this decision needs one of at most ${Math.round(
          maxAgeMs / 60_000,
        )} minutes. Sign in again, your comment is kept.`,
      );
    }
    return { email, authTime };
  }

  async #payload(idToken: string): Promise<JWTPayload> {
    const keys = await this.#loadKeys();
    try {
      const { payload } = await jwtVerify(idToken, keys, {
        issuer: this.#issuer,
        audience: this.#audience,
        // Clocks of the provider and of the portal may differ a little.
        clockTolerance: CLOCK_TOLERANCE_S,
        algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
      });
      return payload;
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      if (KEYS_UNREACHABLE.includes(code ?? '') || message === 'fetch failed') {
        throw new ServiceUnavailableError(
          `The keys of the identity provider ${
            this.#issuer
          } cannot be read: ${message}`,
        );
      }
      throw signInAgain(
        `The sign-in proof was refused: ${
          (error as Error).message
        }. Sign in again.`,
      );
    }
  }

  async #loadKeys() {
    if (!this.#keys) {
      // OpenID Connect Discovery §4.1: without a trailing slash of the issuer.
      const url = `${this.#issuer.replace(
        /\/$/,
        '',
      )}/.well-known/openid-configuration`;
      const metadata = await readMetadata(url);
      if (metadata?.issuer !== this.#issuer || !metadata.jwks_uri) {
        throw new ServiceUnavailableError(
          `${url} does not describe the issuer ${this.#issuer}`,
        );
      }
      this.#keys = createRemoteJWKSet(new URL(metadata.jwks_uri));
    }
    return this.#keys;
  }
}

/** Pages offer the way to the identity provider by the code, never by the words. */
function signInAgain(message: string): NotAllowedError {
  return Object.assign(new NotAllowedError(message), { code: SIGN_IN_AGAIN });
}

async function readMetadata(
  url: string,
): Promise<{ issuer?: string; jwks_uri?: string } | undefined> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    return (await answer.json()) as { issuer?: string; jwks_uri?: string };
  } catch (error) {
    throw new ServiceUnavailableError(
      `The identity provider does not answer at ${url}: ${
        (error as Error).message
      }`,
    );
  }
}
