import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import express from 'express';
import request from 'supertest';
import { CollectorService } from './CollectorService';
import { createCollectorRouter } from './createCollectorRouter';

/** Answers with the name of the call. */
const calls = new Proxy(
  {},
  { get: (_, name) => async () => ({ asked: name }) },
);

function ask(subject: string, call: string) {
  const app = express();
  app.use(
    createCollectorRouter({
      collector: { calls } as unknown as CollectorService,
      httpAuth: mockServices.httpAuth({
        defaultCredentials: mockCredentials.service(subject),
      }),
    }),
  );
  const refuse: express.ErrorRequestHandler = (error, _req, res, _next) => {
    res.status(error.name === 'NotAllowedError' ? 403 : 400).end();
  };
  app.use(refuse);
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
});
