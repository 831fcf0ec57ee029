import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import express from 'express';
import request from 'supertest';
import { AskOptions } from '../rib/worker/RibWorker';
import { CollectorService } from './CollectorService';
import { createCollectorRouter } from './createCollectorRouter';

/** Answers with the name of the call, and whether it goes ahead. */
const calls: unknown = new Proxy(
  {},
  {
    get: (_, name) => async (_input: unknown, asker: AskOptions) => ({
      asked: name,
      ahead: asker.ahead,
    }),
  },
);

function start(
  subject: string,
  answers: unknown,
  refuse: express.ErrorRequestHandler,
) {
  const app = express();
  app.use(
    createCollectorRouter({
      collector: { calls: answers } as CollectorService,
      httpAuth: mockServices.httpAuth({
        defaultCredentials: mockCredentials.service(subject),
      }),
    }),
  );
  app.use(refuse);
  return app;
}

function ask(subject: string, call: string) {
  const app = start(subject, calls, (error, _req, res, _next) => {
    res.status(error.name === 'NotAllowedError' ? 403 : 400).end();
  });
  return request(app).post(`/calls/${call}`).send({});
}

describe('createCollectorRouter', () => {
  it.each([
    ['plugin:orion-bgp', 'search', 200],
    ['plugin:orion-bgp', 'moved', 200],
    ['plugin:orion-bgp', 'kernelDifferences', 200],
    ['plugin:orion-changes', 'kernelDifferences', 403],
    ['plugin:orion-bgp', 'impact', 403],
    ['plugin:orion-changes', 'sent', 403],
    ['plugin:orion-changes', 'counts', 200],
    ['plugin:orion-changes', 'impact', 200],
    ['plugin:orion-changes', 'refresh', 200],
    ['plugin:orion-changes', 'search', 403],
    ['plugin:orion-changes', 'constructor', 400],
    ['plugin:catalog', 'tables', 403],
    ['constructor', 'search', 403],
  ])('answers %s, who asks for %s, with %d', async (subject, call, status) => {
    const answer = await ask(subject, call);
    expect(answer.status).toBe(status);
  });

  it.each([
    ['plugin:orion-bgp', '', false],
    // For the gates of a migration.
    ['plugin:orion-bgp', '?ahead=true', true],
    ['plugin:orion-changes', '', true],
  ])('says whether %s%s goes ahead: %s', async (subject, query, ahead) => {
    const { body } = await ask(subject, `kernel${query}`);
    expect(body).toEqual({ asked: 'kernel', ahead });
  });

  it('tells the index that nobody waits any more, and nobody of it', async () => {
    const asked = new AbortController();
    const told = jest.fn();
    let end: (() => void) | undefined;
    const ended = new Promise<void>(resolve => (end = resolve));
    const search = async (_input: unknown, { signal }: AskOptions) => {
      asked.abort();
      await once(signal!, 'abort');
      setImmediate(end!);
      throw new Error('Whoever asked went away');
    };
    const server = createServer(start('plugin:orion-bgp', { search }, told));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    await expect(
      fetch(`http://127.0.0.1:${port}/calls/search`, {
        method: 'POST',
        signal: asked.signal,
      }),
    ).rejects.toThrow('aborted');
    await ended;
    expect(told).not.toHaveBeenCalled();
    server.close();
  });
});
