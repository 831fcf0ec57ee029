/** Where a browser ended up: a page, or the first URL of another server. */
export interface Place {
  status: number;
  url: URL;
  html: string;
  headers: Headers;
}

/** Follows redirects on one server and keeps its cookies, for tests of sign-in flows. */
export class Browser {
  readonly #cookies = new Map<string, string>();

  async open(
    address: string,
    init: { method?: string; body?: URLSearchParams } = {},
  ): Promise<Place> {
    const url = new URL(address);
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { cookie: this.#cookieHeader(url), accept: 'text/html' },
    });
    response.headers.getSetCookie().forEach(line => this.#keep(line));
    const location = response.headers.get('location');
    const html = await response.text();
    const next = location === null ? undefined : new URL(location, url);
    if (next && next.host === url.host) {
      return this.open(next.href);
    }
    const place = {
      status: response.status,
      url: next ?? url,
      html,
      headers: response.headers,
    };
    // The provider's hand-over between two accounts submits itself.
    return html.includes('.submit()') ? this.submit(place, {}) : place;
  }

  /** Presses an account's button. */
  choose(page: Place, account: string): Promise<Place> {
    return this.submit(page, { account });
  }

  /** Sends the page's form with its hidden fields and the given ones. */
  submit(page: Place, fields: Record<string, string>): Promise<Place> {
    const action = /action="([^"]+)"/.exec(page.html)?.[1] ?? page.url.href;
    const body = new URLSearchParams(fields);
    for (const [, name, value] of page.html.matchAll(
      /type="hidden" name="([^"]+)" value="([^"]+)"/g,
    )) {
      body.set(name, value);
    }
    const url = new URL(action, page.url);
    return this.open(url.href, { method: 'POST', body });
  }

  #cookieHeader(url: URL): string {
    return [...this.#cookies]
      .filter(([key]) => url.pathname.startsWith(key.split(' ')[0]))
      .map(([key, value]) => `${key.split(' ')[1]}=${value}`)
      .join('; ');
  }

  #keep(line: string): void {
    const [pair, ...attributes] = line.split(';').map(part => part.trim());
    const [name, value] = pair.split(/=(.*)/);
    const path = attributes.find(a => /^path=/i.test(a))?.slice(5) ?? '/';
    const key = `${path} ${name}`;
    const expires = attributes.find(a => /^expires=/i.test(a))?.slice(8);
    if (value === '' || (expires && new Date(expires) < new Date())) {
      this.#cookies.delete(key);
    } else {
      this.#cookies.set(key, value);
    }
  }
}
