import { BackendFeature } from '@backstage/backend-plugin-api';
import { mockServices, TestBackend } from '@backstage/backend-test-utils';
import {
  startOrionTestBackend,
  TestDatabase,
} from '@orion/backstage-plugin-orion-node/testing';
import request from 'supertest';
import plugin from '../plugin';
import { SESSIONS_CHANGED_TOPIC } from '../services/Announcer';

/** A running backend with the BGP plugin. */
export interface Replica {
  backend: TestBackend;
  api: ReturnType<typeof request>;
  /** When others were told of changed sessions, by `performance.now()`. */
  announced: number[];
}

/** One replica that reads the given routers; several share the database. */
export async function startReplica(
  database: TestDatabase,
  bgp: object,
  features: BackendFeature[] = [],
  orion: object = {},
): Promise<Replica> {
  const announced: number[] = [];
  const events = mockServices.events();
  const backend = await startOrionTestBackend({
    database,
    features: [
      plugin,
      mockServices.rootConfig.factory({
        data: { orion: { ...orion, bgp } } as never,
      }),
      mockServices.events.mock({
        publish: async event => {
          if (event.topic === SESSIONS_CHANGED_TOPIC) {
            announced.push(performance.now());
          }
          await events.publish(event);
        },
        subscribe: subscription => events.subscribe(subscription),
      }).factory,
      ...features,
    ],
  });
  return { backend, api: request(backend.server), announced };
}
