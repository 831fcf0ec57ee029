import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningSimulator } from '../shared/simulator';
import { Browser } from './testBrowser';
import { startOidc } from './startOidc';

const REDIRECT = 'http://localhost:7007/api/auth/oidc/handler/frame';
const client = {
  clientId: 'orion',
  clientSecret: 'a-secret-of-the-lab',
  redirectUris: [REDIRECT],
};

const claimsOf = (jwt: string) =>
  JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url').toString());

describe('startOidc', () => {
  let dir: string;
  let oidc: RunningSimulator;
  let verifier: string;

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'orion-oidc-'));
    oidc = await startOidc({
      port: 0,
      controlPort: 0,
      stateDir: dir,
      ...client,
    });
    verifier = randomBytes(32).toString('base64url');
  });

  afterEach(async () => {
    await oidc.stop();
    rmSync(dir, { recursive: true });
  });

  const authUrl = (more: Record<string, string> = {}) => {
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const query = new URLSearchParams({
      client_id: client.clientId,
      response_type: 'code',
      redirect_uri: REDIRECT,
      scope: 'openid profile email offline_access',
      state: 'abc',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      ...more,
    });
    return `${oidc.url}/auth?${query}`;
  };

  const token = async (
    body: Record<string, string>,
    secret = client.clientSecret,
  ) => {
    const basic = Buffer.from(`${client.clientId}:${secret}`).toString(
      'base64',
    );
    const response = await fetch(`${oidc.url}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams(body),
    });
    return { status: response.status, body: await response.json() };
  };

  const redeem = (code: string, secret?: string) =>
    token(
      {
        grant_type: 'authorization_code',
        code,
        redirect_uri: REDIRECT,
        code_verifier: verifier,
      },
      secret,
    );

  const refresh = (refresh_token: string) =>
    token({ grant_type: 'refresh_token', refresh_token });

  const signIn = async (account = 'operator', browser = new Browser()) => {
    const page = await browser.open(authUrl());
    expect(page.html).toContain('ORION lab sign-in');
    const back = await browser.choose(page, account);
    expect(back.url.href.startsWith(`${REDIRECT}?`)).toBe(true);
    expect(back.url.searchParams.get('state')).toBe('abc');
    return { browser, code: back.url.searchParams.get('code')! };
  };

  it('publishes what Backstage needs', async () => {
    const discovery = await fetch(
      `${oidc.url}/.well-known/openid-configuration`,
    ).then(res => res.json());
    expect(discovery).toMatchObject({
      issuer: oidc.url,
      id_token_signing_alg_values_supported: expect.arrayContaining(['RS256']),
      code_challenge_methods_supported: ['S256'],
      scopes_supported: expect.arrayContaining(['offline_access', 'email']),
    });
    const { keys } = await fetch(discovery.jwks_uri).then(res => res.json());
    expect(keys).toEqual([
      expect.objectContaining({ kty: 'RSA', alg: 'RS256', use: 'sig' }),
    ]);
    expect(keys[0]).not.toHaveProperty('d');
  });

  it('walks the code flow with one page', async () => {
    const before = Math.floor(Date.now() / 1000);
    const { code } = await signIn('approver');
    const { status, body } = await redeem(code);
    expect(status).toBe(200);
    expect(body.scope.split(' ')).toContain('offline_access');
    expect(claimsOf(body.id_token)).toMatchObject({
      iss: oidc.url,
      aud: 'orion',
      sub: 'approver',
      email: 'approver@orion.example',
      email_verified: true,
      name: 'Approver',
      groups: ['approvers'],
    });
    expect(claimsOf(body.id_token).auth_time).toBeGreaterThanOrEqual(before);
    const me = await fetch(`${oidc.url}/me`, {
      headers: { authorization: `Bearer ${body.access_token}` },
    }).then(res => res.json());
    expect(me).toMatchObject({ sub: 'approver', email_verified: true });
    const again = await redeem(code);
    expect([again.status, again.body.error]).toEqual([400, 'invalid_grant']);
  });

  it('refreshes, keeps auth_time and survives a restart', async () => {
    const { browser, code } = await signIn();
    const first = await redeem(code);
    const second = await refresh(first.body.refresh_token);
    expect(second.status).toBe(200);
    const authTime = claimsOf(first.body.id_token).auth_time;
    expect(claimsOf(second.body.id_token).auth_time).toBe(authTime);

    const port = Number(new URL(oidc.url).port);
    await oidc.stop();
    // Lets fetch notice that its pooled connections are gone.
    await new Promise(resolve => setTimeout(resolve, 50));
    oidc = await startOidc({ port, stateDir: dir, ...client });
    const third = await refresh(first.body.refresh_token);
    expect(third.status).toBe(200);
    expect(claimsOf(third.body.id_token)).toMatchObject({
      sub: 'operator',
      auth_time: authTime,
    });
    const silent = await browser.open(authUrl({ prompt: 'none' }));
    expect(silent.url.searchParams.get('code')).toBeTruthy();
  });

  it('refuses a wrong secret, verifier and redirect', async () => {
    const { code } = await signIn();
    const secret = await redeem(code, 'wrong');
    expect([secret.status, secret.body.error]).toEqual([401, 'invalid_client']);
    verifier = 'x'.repeat(43);
    const proof = await redeem(code);
    expect([proof.status, proof.body.error]).toEqual([400, 'invalid_grant']);
    const page = await new Browser().open(
      authUrl({ redirect_uri: 'http://localhost:9/evil' }),
    );
    expect(page.status).toBe(400);
    expect(page.html).toContain('invalid_redirect_uri');
  });

  it('asks again on prompt=login and max_age, never on prompt=none', async () => {
    const { browser } = await signIn('viewer');
    const silent = await browser.open(authUrl({ prompt: 'none' }));
    expect(silent.url.searchParams.get('code')).toBeTruthy();
    const forced = await browser.open(authUrl({ prompt: 'login' }));
    expect(forced.html).toContain('ORION lab sign-in');
    const other = await browser.choose(forced, 'admin');
    const tokens = await redeem(other.url.searchParams.get('code')!);
    expect(claimsOf(tokens.body.id_token).sub).toBe('admin');
    await new Promise(resolve => setTimeout(resolve, 1100));
    const old = await browser.open(authUrl({ max_age: '0' }));
    expect(old.html).toContain('ORION lab sign-in');
    const stranger = await new Browser().open(authUrl({ prompt: 'none' }));
    expect(stranger.url.searchParams.get('error')).toBe('login_required');
  });

  it('marks the hinted account and stays within its page', async () => {
    const page = await new Browser().open(
      authUrl({ login_hint: 'Approver@orion.example' }),
    );
    expect(page.html.match(/class="hinted" autofocus/g)).toHaveLength(1);
    expect(page.html).toMatch(/value="approver" class="hinted"/);
    expect(page.html).not.toContain('<script');
    expect(page.headers.get('content-security-policy')).toContain(
      "default-src 'none'",
    );
    const unknown = await new Browser().choose(page, 'root');
    expect(unknown.status).toBe(400);
  });

  it('signs out', async () => {
    const { browser, code } = await signIn();
    const { id_token } = (await redeem(code)).body;
    const query = new URLSearchParams({
      id_token_hint: id_token,
      post_logout_redirect_uri: 'http://localhost:7007/',
    });
    const page = await browser.open(`${oidc.url}/session/end?${query}`);
    expect(page.html).toContain('Sign out of the ORION lab?');
    const done = await browser.submit(page, { logout: 'yes' });
    expect(done.url.href).toBe('http://localhost:7007/');
    const silent = await browser.open(authUrl({ prompt: 'none' }));
    expect(silent.url.searchParams.get('error')).toBe('login_required');
  });

  it('voids tokens on command', async () => {
    const { code } = await signIn();
    const { refresh_token } = (await redeem(code)).body;
    await fetch(`${oidc.controlUrl}/actions/signEveryoneOut`, {
      method: 'POST',
    });
    const refused = await refresh(refresh_token);
    expect(refused.body.error).toBe('invalid_grant');
  });

  it('says nothing on the console', async () => {
    const spies = (['log', 'info', 'warn', 'error'] as const).map(level =>
      jest.spyOn(console, level).mockImplementation(),
    );
    const quiet = await startOidc({ port: 0, ...client });
    await quiet.stop();
    spies.forEach(spy => {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    });
  });
});
