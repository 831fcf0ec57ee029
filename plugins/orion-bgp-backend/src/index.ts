/**
 * BGP in ORION: reading routers, their route tables, their catalog entities,
 * and the kinds of change on sessions.
 * Each is also a subpath, for a backend that runs only some.
 *
 * @packageDocumentation
 */
import {
  coreServices,
  createBackendFeatureLoader,
} from '@backstage/backend-plugin-api';
import catalogModule from './catalog';
import changesModule from './changes';
import collector from './collector';
import plugin from './plugin';

/**
 * All features. The collector runs once: replicas beside it set
 * `orion.bgp.collector.enabled` to false.
 *
 * @public
 */
export default createBackendFeatureLoader({
  deps: { config: coreServices.rootConfig },
  *loader({ config }) {
    yield plugin;
    yield catalogModule;
    yield changesModule;
    if (config.getOptionalBoolean('orion.bgp.collector.enabled') ?? true) {
      yield collector;
    }
  },
});
