import { createRemoteJWKSet, jwtVerify, JWTPayload } from 'jose';
import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';

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
    const { email, email_verified: emailVerified, auth_time: authTime } = payload;
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
    if (ageMs > maxAgeMs) {
      throw new NotAllowedError(
        `Your sign-in is ${Math.round(ageMs / 60_000)} minutes old; this decision needs one of at most ${Math.round(
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
        clockTolerance: 30,
        algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
      });
      return payload;
    } catch (error) {
      throw new NotAllowedError(
        `The sign-in proof was refused: ${(error as Error).message}. Sign in again.`,
      );
    }
  }

  async #loadKeys() {
    if (!this.#keys) {
      const url = `${this.#issuer}/.well-known/openid-configuration`;
      const answer = await fetch(url, { signal: AbortSignal.timeout(10_000) }).catch(
        error => {
          throw new ServiceUnavailableError(
            `The identity provider ${this.#issuer} does not answer: ${error.message}`,
          );
        },
      );
      const metadata = (await answer.json()) as { issuer?: string; jwks_uri?: string };
      if (metadata.issuer !== this.#issuer || !metadata.jwks_uri) {
        throw new ServiceUnavailableError(
          `${url} does not describe the issuer ${this.#issuer}`,
        );
      }
      this.#keys = createRemoteJWKSet(new URL(metadata.jwks_uri));
    }
    return this.#keys;
  }
}
