/** What a tool answered: its output, or its error in words. */
export interface ToolAnswer<T> {
  output?: T;
  error?: string;
}

/** The portal's MCP endpoint as somebody with a token calls it. */
export class McpClient {
  readonly #url: string;
  readonly #token: string;

  constructor(baseUrl: string, token: string) {
    this.#url = `${baseUrl}/api/mcp-actions/v1`;
    this.#token = token;
  }

  /** Names of the tools that are offered. */
  async tools(): Promise<string[]> {
    const { tools } = await this.#call<{ tools: { name: string }[] }>(
      'tools/list',
    );
    return tools.map(({ name }) => name);
  }

  /** Calls a tool; one that refuses is an answer and no exception. */
  async call<T>(name: string, input: object): Promise<ToolAnswer<T>> {
    const { content, isError, structuredContent } = await this.#call<{
      isError?: boolean;
      content: { text: string }[];
      structuredContent?: T;
    }>('tools/call', { name, arguments: input });
    return isError
      ? { error: content.map(({ text }) => text).join('\n') }
      : { output: structuredContent };
  }

  /** The status of a call that does not get as far as MCP. */
  async status(): Promise<number> {
    return (await this.#post('tools/list')).status;
  }

  async #call<T>(method: string, params?: object): Promise<T> {
    const answer = await this.#post(method, params);
    const text = await answer.text();
    if (!answer.ok) {
      throw new Error(`${method}: ${answer.status} ${text}`);
    }
    const data = /^data: (.*)$/m.exec(text)?.[1] ?? text;
    const { error, result } = JSON.parse(data);
    if (error) {
      throw new Error(`${method}: ${error.message}`);
    }
    return result;
  }

  #post(method: string, params?: object): Promise<Response> {
    return fetch(this.#url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.#token}`,
        accept: 'application/json, text/event-stream',
        'content-type': 'application/json',
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    });
  }
}
