/** How the contract reaches a NetBox. */
export interface NetboxTarget {
  url: string;
  token: string;
}

export interface Answer {
  status: number;
  headers: Headers;
  // The contract looks at answers of every shape.
  body: any;
}

/** A bare caller without any of the product's code. */
export class NetboxCaller {
  readonly #target: NetboxTarget;

  constructor(target: NetboxTarget) {
    this.#target = target;
  }

  get url(): string {
    return this.#target.url;
  }

  get headers(): Record<string, string> {
    return { authorization: `Token ${this.#target.token}` };
  }

  async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = this.headers,
  ): Promise<Answer> {
    const response = await fetch(`${this.#target.url}/api/${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text ? JSON.parse(text) : undefined,
    };
  }

  get = (path: string) => this.call('GET', path);
  post = (path: string, body: unknown) => this.call('POST', path, body);
  patch = (path: string, body: unknown) => this.call('PATCH', path, body);

  /** Creates and returns the object; throws NetBox's refusal. */
  async make(path: string, body: unknown) {
    const answer = await this.post(path, body);
    if (answer.status !== 201) {
      throw new Error(
        `${path}: ${answer.status} ${JSON.stringify(answer.body)}`,
      );
    }
    return answer.body;
  }

  /** Deletes what earlier steps made, newest first; a missing object is fine. */
  async sweep(made: string[]) {
    for (const path of made.reverse()) {
      await this.call('DELETE', path);
    }
  }
}
