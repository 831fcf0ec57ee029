import {
  AuthService,
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { CallerResolver } from '../services/CallerResolver';
import { ChangeService } from '../services/ChangeService';
import type { Caller } from '../services/types';

export interface ActionDeps {
  auth: AuthService;
  permissions: PermissionsService;
  callers: CallerResolver;
  changes: ChangeService;
}

/**
 * The person an action is called for: the same look as behind HTTP.
 *
 * @throws NotAllowedError for a service, which has no changes of its own to see.
 */
export async function callerOf(
  deps: Pick<ActionDeps, 'auth' | 'callers'>,
  credentials: BackstageCredentials,
): Promise<Caller> {
  if (!deps.auth.isPrincipal(credentials, 'user')) {
    throw new NotAllowedError('Changes are shown to people, not to services');
  }
  return deps.callers.resolve(credentials);
}
