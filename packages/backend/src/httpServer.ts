import { rootHttpRouterServiceFactory } from '@backstage/backend-defaults/rootHttpRouter';

/** What answers within this time when the process stops still gets its answer. */
const SHUTDOWN_GRACE_MS = 2_000;

/**
 * Backstage's HTTP server, which on a stop would wait for the long polls of its
 * own event bus: up to a minute in which the portal neither answers nor ends.
 */
export const httpServer = rootHttpRouterServiceFactory({
  configure({ applyDefaults, lifecycle, server }) {
    applyDefaults();
    lifecycle.addShutdownHook(() => {
      setTimeout(() => server.closeAllConnections(), SHUTDOWN_GRACE_MS).unref();
    });
  },
});
