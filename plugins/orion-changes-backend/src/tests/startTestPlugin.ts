/* eslint-disable @backstage/no-undeclared-imports -- imported by tests only */
import {
  coreServices,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  TestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { notificationService } from '@backstage/plugin-notifications-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { JsonObject } from '@backstage/types';
import { changeKindsExtensionPoint } from '@orion/backstage-plugin-orion-changes-node';
import {
  startOrionTestBackend,
  startTestDatabase,
  TestDatabase,
} from '@orion/backstage-plugin-orion-node/testing';
import request from 'supertest';
import plugin from '..';
import { groupRef, PEOPLE, peopleEntities, userRef } from './people';
import { ScriptedKind } from './ScriptedKind';
import { AUDIENCE, startTestIssuer, TestIssuer } from './testIssuer';
import { testConfig } from './testPipeline';
import { World } from './World';

type Principal = { userEntityRef?: string };

/** The roles of ORION, for the people of the tests. */
export function decide(permission: string, { userEntityRef }: Principal) {
  const name = userEntityRef?.split('/')[1] ?? '';
  const groups = PEOPLE[name] ?? [];
  const allow = (yes: boolean) => ({
    result: yes ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
  });
  if (groups.includes('admins')) {
    return allow(true);
  }
  const mine = {
    result: AuthorizeResult.CONDITIONAL,
    pluginId: 'orion-changes',
    resourceType: 'orion-change',
    conditions: {
      rule: 'IS_OWNER',
      resourceType: 'orion-change',
      params: { claims: [userRef(name), ...groups.map(groupRef)] },
    },
  };
  switch (permission) {
    case 'orion.change.read':
      return groups.length > 0 ? mine : allow(false);
    case 'orion.change.submit':
      return allow(groups.includes('operators'));
    case 'orion.change.approve':
      return allow(groups.includes('approvers'));
    case 'orion.change.cancel':
      return groups.includes('approvers') ? allow(true) : mine;
    default:
      return allow(false);
  }
}

export interface AuditEvent {
  eventId: string;
  meta?: JsonObject;
  outcome?: 'success' | 'fail';
}

/** The whole plugin behind HTTP: PostgreSQL, roles, an identity provider, and what the auditor heard. */
export interface TestPlugin {
  backend: TestBackend;
  database: TestDatabase;
  issuer: TestIssuer;
  world: World;
  audit: AuditEvent[];
  get(path: string, as: string): request.Test;
  post(path: string, as: string, body?: object): request.Test;
  /** With credentials that are no person's. */
  raw(
    method: 'get' | 'post',
    path: string,
    token: string | undefined,
    body?: object,
  ): request.Test;
  /** Waits until a change is in one of the states, and answers it. */
  until(id: number, ...states: string[]): Promise<any>;
  submit(input: { name: string } & JsonObject, as?: string): Promise<number>;
  stop(): Promise<void>;
}

export async function startTestPlugin(
  config: JsonObject = {},
): Promise<TestPlugin> {
  const world = World.create();
  const [database, issuer] = await Promise.all([
    startTestDatabase(),
    startTestIssuer(),
  ]);
  const audit: AuditEvent[] = [];
  const backend = await startOrionTestBackend({
    database,
    features: [
      plugin,
      createBackendModule({
        pluginId: 'orion-changes',
        moduleId: 'test-kinds',
        register(env) {
          env.registerInit({
            deps: { kinds: changeKindsExtensionPoint },
            async init({ kinds }) {
              kinds.addChangeKind(new ScriptedKind(world));
              kinds.addChangeKind(
                new ScriptedKind(world, {
                  id: 'test.destroy',
                  destructive: true,
                }),
              );
            },
          });
        },
      }),
      catalogServiceMock.factory({ entities: peopleEntities() }),
      mockServices.httpAuth.factory({
        defaultCredentials: mockCredentials.none(),
      }),
      mockServices.rootConfig.factory({
        data: {
          orion: {
            changes: {
              ...testConfig(world, config),
              approval: { issuer: issuer.url, audience: AUDIENCE },
            },
          },
        },
      }),
      createServiceFactory({
        service: coreServices.permissions,
        deps: {},
        factory: () => ({
          authorize: async (all: any[], { credentials }: any) =>
            all.map(one =>
              decide(one.permission.name, credentials.principal),
            ) as any,
          authorizeConditional: async (all: any[], { credentials }: any) =>
            all.map(one =>
              decide(one.permission.name, credentials.principal),
            ) as any,
        }),
      }),
      createServiceFactory({
        service: coreServices.auditor,
        deps: {},
        factory: () => ({
          async createEvent({ eventId, meta }: any) {
            const event: AuditEvent = { eventId, meta };
            audit.push(event);
            const end = (outcome: 'success' | 'fail') => async () => {
              event.outcome = outcome;
            };
            return { success: end('success'), fail: end('fail') };
          },
        }),
      }),
      createServiceFactory({
        service: notificationService,
        deps: {},
        factory: () => ({ send: async () => {} }),
      }),
      createServiceFactory({
        service: signalsServiceRef,
        deps: {},
        factory: () => ({ publish: async () => {} }),
      }),
    ],
  });

  const raw: TestPlugin['raw'] = (method, path, token, body) => {
    const call = request(backend.server)[method](`/api/orion-changes${path}`);
    if (token) {
      call.set('authorization', `Bearer ${token}`);
    }
    return body ? call.send(body) : call;
  };
  const token = (name: string) => mockCredentials.user.token(userRef(name));
  const test: TestPlugin = {
    backend,
    database,
    issuer,
    world,
    audit,
    raw,
    get: (path, as) => raw('get', path, token(as)),
    post: (path, as, body = {}) => raw('post', path, token(as), body),
    async until(id, ...states) {
      const deadline = Date.now() + 60_000;
      for (;;) {
        const { body } = await test.get(`/changes/${id}`, 'admin');
        if (states.includes(body.state)) {
          return body;
        }
        if (Date.now() > deadline) {
          throw new Error(
            `Change #${id} is still ${body.state}: ${body.reason}`,
          );
        }
        await new Promise(resolve => setTimeout(resolve, 30));
      }
    },
    async submit(input, as = 'requester') {
      const { body } = await test
        .post('/changes', as, {
          kind: 'test.create',
          input: { owner: groupRef(PEOPLE[as][0]), ...input },
          idempotencyKey: `key of ${input.name}`,
        })
        .expect(201);
      return body.id;
    },
    async stop() {
      await backend.stop();
      await Promise.all([database.stop(), issuer.stop()]);
      world.remove();
    },
  };
  return test;
}
