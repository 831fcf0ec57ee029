import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import { isError, ServiceUnavailableError } from '@backstage/errors';

/** What it takes to call another plugin as oneself. */
export interface PluginCallDeps {
  auth: AuthService;
  discovery: DiscoveryService;
}

/** One call. */
export interface PluginCall {
  pluginId: string;
  method: 'GET' | 'POST';
  /** Below the plugin's own. */
  path: string;
  /** Sent as JSON. */
  body?: object;
  deadlineMs: number;
  /** "The collector of routes", as messages call whoever is asked. */
  name: string;
}

/**
 * Calls a plugin, wherever it runs, with the caller's own credentials. What a
 * refusal means, the caller knows. Throws as `fetch` does.
 */
export async function callPlugin(
  { auth, discovery }: PluginCallDeps,
  { pluginId, method, path, body, deadlineMs }: Omit<PluginCall, 'name'>,
): Promise<Response> {
  const { token } = await auth.getPluginRequestToken({
    onBehalfOf: await auth.getOwnServiceCredentials(),
    targetPluginId: pluginId,
  });
  const baseUrl = await discovery.getBaseUrl(pluginId);
  return fetch(`${baseUrl}/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body && { 'content-type': 'application/json' }),
    },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(deadlineMs),
  });
}

/**
 * The same, in words.
 *
 * @throws ServiceUnavailableError when nobody answers within the deadline.
 */
export async function askPlugin(
  deps: PluginCallDeps,
  { name, ...call }: PluginCall,
): Promise<Response> {
  return callPlugin(deps, call).catch((error: Error) => {
    throw new ServiceUnavailableError(
      `${name} does not answer: ${reasonOf(error)}`,
    );
  });
}

/** "fetch failed" says nothing; what made it fail does. */
export function reasonOf({ message, cause }: Error): string {
  return isError(cause) ? cause.message : message;
}
