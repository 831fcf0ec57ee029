import type { Configuration, Provider } from 'oidc-provider';
import { findLabAccount } from './accounts';
import type { OidcState } from './OidcState';
import { errorPage, PAGE_HEADERS, signedOutPage, signOutPage } from './pages';
import { StateAdapter } from './StateAdapter';

export interface OidcClient {
  clientId: string;
  clientSecret: string;
  redirectUris: string[];
}

const HOUR = 60 * 60;
const DAY = 24 * HOUR;

/** Everything is set, because the provider prints a warning for each default it falls back to. */
export function providerConfiguration(
  client: OidcClient,
  state: OidcState,
): Configuration {
  return {
    clients: [clientMetadata(client)],
    adapter: (model: string) => new StateAdapter(model, state),
    jwks: state.jwks as Configuration['jwks'],
    cookies: { keys: state.cookieKeys },
    findAccount: (_ctx, id) => {
      const account = findLabAccount(id);
      return (
        account && {
          accountId: account.id,
          claims: () => ({
            sub: account.id,
            name: account.name,
            preferred_username: account.id,
            email: account.email,
            email_verified: true,
            groups: account.groups,
          }),
        }
      );
    },
    scopes: ['openid', 'profile', 'email', 'groups', 'offline_access'],
    claims: {
      openid: ['sub'],
      profile: ['name', 'preferred_username', 'groups'],
      email: ['email', 'email_verified'],
      groups: ['groups'],
    },
    // Claims also go into the ID token: approvals read them there.
    conformIdTokenClaims: false,
    // The client has a secret, so PKCE is welcome and not demanded.
    pkce: { required: () => false },
    loadExistingGrant: ctx => grantAll(ctx),
    rotateRefreshToken: false,
    clientBasedCORS: () => false,
    ttl: {
      AccessToken: HOUR,
      AuthorizationCode: 60,
      Grant: 14 * DAY,
      IdToken: HOUR,
      Interaction: HOUR,
      RefreshToken: 14 * DAY,
      Session: 14 * DAY,
    },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true, allowedPolicy: () => true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          ctx.set(PAGE_HEADERS);
          ctx.body = signOutPage(form);
        },
        postLogoutSuccessSource: ctx => {
          ctx.set(PAGE_HEADERS);
          ctx.body = signedOutPage();
        },
      },
    },
    renderError: (ctx, out) => {
      ctx.set(PAGE_HEADERS);
      ctx.body = errorPage({ ...out });
    },
  };
}

function clientMetadata({ clientId, clientSecret, redirectUris }: OidcClient) {
  const origins = new Set(redirectUris.map(uri => new URL(uri).origin));
  return {
    client_id: clientId,
    client_secret: clientSecret,
    client_name: 'ORION',
    redirect_uris: redirectUris,
    post_logout_redirect_uris: [...origins].flatMap(origin => [
      origin,
      `${origin}/`,
    ]),
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code' as const],
    token_endpoint_auth_method: 'client_secret_basic' as const,
    id_token_signed_response_alg: 'RS256' as const,
    require_auth_time: true,
  };
}

type GrantContext = Parameters<
  NonNullable<Configuration['loadExistingGrant']>
>[0];

/** Consent without a page: a signed-in person grants the client what it asks for. */
async function grantAll(ctx: GrantContext) {
  const { client, session, provider, result } = ctx.oidc;
  const { Grant } = provider as Provider;
  const grantId =
    result?.consent?.grantId ?? session?.grantIdFor(client!.clientId);
  const existing = grantId ? await Grant.find(grantId) : undefined;
  if (existing) {
    return existing;
  }
  const grant = new Grant({
    clientId: client!.clientId,
    accountId: session!.accountId!,
  });
  grant.addOIDCScope('openid profile email groups offline_access');
  await grant.save();
  return grant;
}
