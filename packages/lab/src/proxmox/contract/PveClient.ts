import { Agent, request } from 'node:https';
import { gunzipSync } from 'node:zlib';

/** An answer with all that clients of PVE look at. */
export interface PveAnswer {
  status: number;
  reason: string;
  type: string | undefined;
  encoding: string | undefined;
  text: string;
  /** The `data` of the JSON body; undefined without a body. */
  data: any;
  errors?: Record<string, string>;
}

/** A bare HTTPS client for tests: sends exactly what it is told. */
export class PveClient {
  readonly #url: string;
  readonly #authorization: string | undefined;
  readonly #agent: Agent;

  /** @param token - `user@realm!id=secret`, or undefined for none. */
  constructor(target: { url: string; ca: string; token?: string }) {
    this.#url = target.url;
    this.#authorization = target.token && `PVEAPIToken=${target.token}`;
    this.#agent = new Agent({ ca: target.ca, minVersion: 'TLSv1.3' });
  }

  get(path: string): Promise<PveAnswer> {
    return this.send('GET', path);
  }

  post(path: string, form?: Record<string, string | number>) {
    return this.send('POST', path, form);
  }

  put(path: string, form?: Record<string, string | number>) {
    return this.send('PUT', path, form);
  }

  delete(path: string): Promise<PveAnswer> {
    return this.send('DELETE', path);
  }

  send(
    method: string,
    path: string,
    form?: Record<string, string | number>,
    headers: Record<string, string> = {},
    raw?: string,
  ): Promise<PveAnswer> {
    const entries = Object.entries(form ?? {}).map(
      ([key, value]) => [key, String(value)] as [string, string],
    );
    const sent = raw ?? (form && new URLSearchParams(entries).toString());
    return new Promise((resolve, reject) => {
      const req = request(
        `${this.#url}/api2/json/${path.replace(/^\//, '')}`,
        {
          method,
          agent: this.#agent,
          headers: {
            ...(this.#authorization
              ? { authorization: this.#authorization }
              : {}),
            ...(sent === undefined
              ? {}
              : {
                  'content-type': 'application/x-www-form-urlencoded',
                  'content-length': String(Buffer.byteLength(sent)),
                }),
            ...headers,
          },
        },
        res => {
          const chunks: Buffer[] = [];
          res.on('data', chunk => chunks.push(chunk));
          res.on('error', reject);
          res.on('end', () => {
            const encoding = res.headers['content-encoding'];
            const body = Buffer.concat(chunks);
            const plain = encoding === 'gzip' ? gunzipSync(body) : body;
            const text = plain.toString('utf8');
            const json = text ? JSON.parse(text) : undefined;
            resolve({
              encoding,
              status: res.statusCode ?? 0,
              reason: res.statusMessage ?? '',
              type: res.headers['content-type'],
              text,
              data: json?.data,
              errors: json?.errors,
            });
          });
        },
      );
      req.on('error', reject);
      req.end(sent);
    });
  }

  /** Polls a task to its end and answers its exit status. */
  async finish(upid: string, everyMs = 50): Promise<string> {
    const [, node] = upid.split(':');
    const path = `nodes/${node}/tasks/${encodeURIComponent(upid)}/status`;
    for (;;) {
      const { status, data, reason } = await this.get(path);
      if (status !== 200) {
        throw new Error(`task status: ${status} ${reason}`);
      }
      if (data.status === 'stopped') {
        return data.exitstatus;
      }
      await new Promise(resolve => setTimeout(resolve, everyMs));
    }
  }

  async taskLog(upid: string): Promise<string[]> {
    const [, node] = upid.split(':');
    const path = `nodes/${node}/tasks/${encodeURIComponent(upid)}/log`;
    const { data } = await this.get(`${path}?limit=0`);
    return data.map(({ t }: { t: string }) => t);
  }

  close(): void {
    this.#agent.destroy();
  }
}
