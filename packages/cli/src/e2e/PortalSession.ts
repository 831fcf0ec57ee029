import {
  ChangeDetail,
  ChangeState,
  isTerminal,
} from '@orion/backstage-plugin-orion-changes-common';
import { setTimeout as sleep } from 'node:timers/promises';

const SCOPE = encodeURIComponent('openid profile email offline_access');

interface Answer<T = unknown> {
  status: number;
  body: T;
}

/**
 * A person's session as a browser has it: signed in through the identity
 * provider, with a portal token and an ID token. Used by the end-to-end run.
 */
export class PortalSession {
  readonly base: string;
  readonly account: string;
  readonly signedInAt = Date.now();
  readonly #cookies = new Map<string, string>();
  token = '';
  idToken = '';

  static async signIn(base: string, account: string): Promise<PortalSession> {
    const session = new PortalSession(base, account);
    await session.#authorize();
    await session.refresh();
    return session;
  }

  private constructor(base: string, account: string) {
    this.base = base;
    this.account = account;
  }

  /** New tokens from the refresh cookie, as a reload of the page gets them. */
  async refresh(): Promise<void> {
    const answer = await this.#fetch(
      `${this.base}/api/auth/oidc/refresh?optional&env=production&scope=${SCOPE}`,
      { headers: { 'x-requested-with': 'XMLHttpRequest' } },
    );
    const body = (await answer.json()) as {
      backstageIdentity?: { token: string };
      providerInfo?: { idToken?: string };
      error?: { message: string };
    };
    if (!body.backstageIdentity) {
      throw new Error(
        `No session for ${this.account}: ${
          body.error?.message ?? answer.status
        }`,
      );
    }
    this.token = body.backstageIdentity.token;
    this.idToken = body.providerInfo?.idToken ?? '';
  }

  async call<T = unknown>(
    path: string,
    init: { method?: string; body?: unknown } = {},
  ): Promise<Answer<T>> {
    const answer = await fetch(`${this.base}/api/${path}`, {
      method: init.method ?? (init.body ? 'POST' : 'GET'),
      headers: {
        authorization: `Bearer ${this.token}`,
        'content-type': 'application/json',
      },
      body: init.body ? JSON.stringify(init.body) : undefined,
    });
    const text = await answer.text();
    return {
      status: answer.status,
      body: (text ? JSON.parse(text) : undefined) as T,
    };
  }

  async change(id: number): Promise<ChangeDetail> {
    const { status, body } = await this.call<ChangeDetail>(
      `orion-changes/changes/${id}`,
    );
    if (status !== 200) {
      throw new Error(`#${id}: ${status} ${JSON.stringify(body)}`);
    }
    return body;
  }

  /** Waits for one of the states; fails at once when the change ends in another. */
  async waitFor(
    id: number,
    states: ChangeState[],
    timeoutMs = 120_000,
  ): Promise<ChangeDetail> {
    const until = Date.now() + timeoutMs;
    for (;;) {
      const change = await this.change(id);
      if (states.includes(change.state)) {
        return change;
      }
      const stuck =
        isTerminal(change.state) || change.state === 'needs-attention';
      if (stuck || Date.now() > until) {
        throw new Error(
          `#${id} is ${change.state}, wanted ${states.join(' or ')}: ${
            change.reason ?? ''
          } ${JSON.stringify(change.evidence ?? {})}`,
        );
      }
      await sleep(250);
    }
  }

  /** Waits until everything a change held is given back. */
  async waitForCleanup(id: number, timeoutMs = 60_000): Promise<void> {
    const until = Date.now() + timeoutMs;
    while ((await this.change(id)).cleanup !== 'done') {
      if (Date.now() > until) {
        throw new Error(`#${id} was not cleaned up in ${timeoutMs / 1000} s`);
      }
      await sleep(250);
    }
  }

  /** Approves the plan that is shown now. */
  async approve(id: number): Promise<Answer> {
    const { plan } = await this.change(id);
    return this.call(`orion-changes/changes/${id}/approve`, {
      body: { digest: plan!.digest, idToken: this.idToken },
    });
  }

  async #authorize(): Promise<void> {
    let url = `${this.base}/api/auth/oidc/start?env=production&scope=${SCOPE}`;
    let answer = await this.#follow(url);
    // The provider's page with the four accounts.
    const html = await answer.text();
    const action = /action="([^"]+)"/.exec(html)?.[1];
    if (!action) {
      throw new Error(
        `No sign-in form at ${answer.url}: ${html.slice(0, 300)}`,
      );
    }
    url = new URL(action.replaceAll('&amp;', '&'), answer.url).href;
    const body = new URLSearchParams({ account: this.account });
    for (const [, name, value] of html.matchAll(
      /type="hidden" name="([^"]+)" value="([^"]+)"/g,
    )) {
      body.set(name, value);
    }
    answer = await this.#follow(url, { method: 'POST', body });
    if (!answer.ok) {
      throw new Error(
        `Sign-in ended with ${answer.status}: ${(await answer.text()).slice(
          0,
          500,
        )}`,
      );
    }
  }

  async #follow(url: string, init: RequestInit = {}): Promise<Response> {
    let answer = await this.#fetch(url, init);
    for (let hops = 0; hops < 12; hops++) {
      const location = answer.headers.get('location');
      if (!location) {
        break;
      }
      const next = new URL(location, answer.url || url).href;
      answer = await this.#fetch(next);
      Object.defineProperty(answer, 'url', { value: next });
    }
    return answer;
  }

  async #fetch(url: string, init: RequestInit = {}): Promise<Response> {
    const { host } = new URL(url);
    const cookie = [...this.#cookies]
      .filter(([key]) => key.startsWith(`${host} `))
      .map(([key, value]) => `${key.split(' ')[1]}=${value}`)
      .join('; ');
    const answer = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { ...(init.headers as object), cookie },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair] = line.split(';');
      const [name, value] = pair.split(/=(.*)/);
      if (value === '') {
        this.#cookies.delete(`${host} ${name}`);
      } else {
        this.#cookies.set(`${host} ${name}`, value);
      }
    }
    return answer;
  }
}
