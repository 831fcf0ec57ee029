import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { createFollowAction } from './createFollowAction';
import { createSubmitAction } from './createSubmitAction';

interface Seen {
  method: string;
  url: string;
  token?: string;
  body?: any;
}

/** Answers of the pipeline, in order; the last one stays. */
let answers: { status: number; body: object }[] = [];
const seen: Seen[] = [];
let server: Server;
let base: string;

beforeAll(async () => {
  server = createServer(async (req, res) => {
    let text = '';
    for await (const chunk of req) {
      text += chunk;
    }
    seen.push({
      method: req.method!,
      url: req.url!,
      token: req.headers.authorization,
      body: text ? JSON.parse(text) : undefined,
    });
    const { status, body } = answers.length > 1 ? answers.shift()! : answers[0];
    res
      .writeHead(status, { 'content-type': 'application/json' })
      .end(JSON.stringify(body));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${
    (server.address() as AddressInfo).port
  }/api/orion-changes`;
});
afterAll(() => new Promise(resolve => server.close(resolve)));
beforeEach(() => {
  seen.length = 0;
});

const alice = mockCredentials.user('user:default/alice');
const deps = {
  auth: mockServices.auth({ pluginId: 'scaffolder' }),
  discovery: {
    getBaseUrl: async () => base,
    getExternalBaseUrl: async () => base,
  },
  baseUrl: 'http://portal',
};

async function run(
  action: { handler(ctx: any): Promise<unknown> },
  input: object,
  more: object = {},
) {
  const output: Record<string, unknown> = {};
  const log: string[] = [];
  const write = (text: string) => log.push(text);
  await action.handler({
    input,
    output: (name: string, value: unknown) => {
      output[name] = value;
    },
    logger: { info: write, warn: write },
    task: { id: '3f2b9c1e-task' },
    step: { id: 'order', name: 'Order' },
    getInitiatorCredentials: async () => alice,
    ...more,
  });
  return { output, log };
}

describe('orion:change:submit', () => {
  const order = {
    kind: 'virtual-machine.create',
    input: { name: 'web', node: '', size: null },
    description: 'why',
  };

  it('submits as the person who started the task, under the key of task and step', async () => {
    answers = [{ status: 201, body: { id: 1042, created: true } }];
    const { output } = await run(createSubmitAction(deps), order);
    const [{ token, ...call }] = seen;
    expect(call).toEqual({
      method: 'POST',
      url: '/api/orion-changes/changes',
      body: {
        kind: 'virtual-machine.create',
        // An optional field left empty is no value.
        input: { name: 'web' },
        description: 'why',
        idempotencyKey: '3f2b9c1e-task/order',
      },
    });
    const credentials = await mockServices
      .auth({ pluginId: 'orion-changes' })
      .authenticate(token!.slice('Bearer '.length));
    expect(credentials.principal).toMatchObject({
      type: 'user',
      userEntityRef: 'user:default/alice',
    });
    expect(output).toEqual({
      changeId: 1042,
      url: 'http://portal/changes/1042',
      title: 'Change #1042',
    });
  });

  it('run again says that it was submitted before', async () => {
    answers = [{ status: 200, body: { id: 1042, created: false } }];
    const { log, output } = await run(createSubmitAction(deps), order);
    expect(log).toEqual(['Change #1042 was submitted before']);
    expect(output.changeId).toBe(1042);
  });

  it('in a dry run submits nothing and names no change', async () => {
    answers = [
      {
        status: 200,
        body: { created: false, dryRun: { title: 'Create web' } },
      },
    ];
    const { output, log } = await run(createSubmitAction(deps), order, {
      isDryRun: true,
    });
    expect(seen[0].body).toMatchObject({ dryRun: true });
    expect(output).toEqual({
      url: 'http://portal/changes',
      title: 'Dry run: nothing was submitted',
    });
    expect(log[0]).toContain('Create web');
  });

  it('fails with the words of the pipeline', async () => {
    answers = [
      {
        status: 403,
        body: {
          error: {
            name: 'NotAllowedError',
            message: 'You are not a member of team-b',
          },
        },
      },
    ];
    await expect(run(createSubmitAction(deps), order)).rejects.toThrow(
      'You are not a member of team-b',
    );
  });
});

describe('orion:change:follow', () => {
  const follow = (more: object = {}) =>
    createFollowAction({ ...deps, lookAgainMs: 5, maxWaitMs: 5_000, ...more });
  const change = (state: string) => ({
    status: 200,
    body: { id: 7, state, next: { text: `It is ${state}.` } },
  });

  it('waits for the end and tells each state once', async () => {
    answers = [
      change('planning'),
      change('planning'),
      change('applying'),
      change('succeeded'),
    ];
    const { output, log } = await run(follow(), { changeId: 7 });
    expect(output).toEqual({ state: 'succeeded', pending: false });
    expect(log).toEqual([
      '#7 is planning: It is planning.',
      '#7 is applying: It is applying.',
      '#7 is succeeded: It is succeeded.',
    ]);
  });

  it('gives up after its time, and says that the change goes on', async () => {
    answers = [change('awaiting-approval')];
    const { output } = await run(follow({ maxWaitMs: 30 }), { changeId: 7 });
    expect(output).toEqual({ state: 'awaiting-approval', pending: true });
    expect(seen.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('bears a portal that restarts, and not a change that may not be seen', async () => {
    answers = [
      change('applying'),
      {
        status: 503,
        body: {
          error: { name: 'ServiceUnavailableError', message: 'starting' },
        },
      },
      change('succeeded'),
    ];
    expect((await run(follow(), { changeId: 7 })).output.state).toBe(
      'succeeded',
    );
    answers = [
      {
        status: 404,
        body: { error: { name: 'NotFoundError', message: 'No such change' } },
      },
    ];
    await expect(run(follow(), { changeId: 7 })).rejects.toThrow(
      'No such change',
    );
  });

  it('stops with its task, without a cancel', async () => {
    answers = [change('applying')];
    const controller = new AbortController();
    const running = run(
      follow({ lookAgainMs: 60_000 }),
      { changeId: 7 },
      { signal: controller.signal },
    );
    setTimeout(() => controller.abort(), 50);
    await expect(running).rejects.toThrow(/abort/);
    expect(seen.map(({ method }) => method)).toEqual(['GET']);
  });
});
