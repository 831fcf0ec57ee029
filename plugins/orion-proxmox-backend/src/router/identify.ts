import {
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import express from 'express';
import { ClusterConfig } from '../config';
import { ClusterWatch } from '../services/ClusterWatch';

/**
 * The caller of a read. A person makes the loops go fast; a plugin that looks
 * every half a minute does not.
 */
export async function identify(
  req: express.Request,
  deps: {
    httpAuth: HttpAuthService;
    watch: ClusterWatch;
    clusterConfigs: ClusterConfig[];
  },
): Promise<BackstageCredentials> {
  const credentials = await deps.httpAuth.credentials(req as never, {
    allow: ['user', 'service'],
  });
  if ((credentials.principal as { type: string }).type === 'user') {
    await deps.watch.note(deps.clusterConfigs);
  }
  return credentials;
}
