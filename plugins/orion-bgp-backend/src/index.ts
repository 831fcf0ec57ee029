/**
 * BGP in ORION: reading routers, their catalog entities, and the kinds of
 * change on them. Each is also a subpath, for a backend that runs only some.
 *
 * @packageDocumentation
 */
import { createBackendFeatureLoader } from '@backstage/backend-plugin-api';
import catalogModule from './catalog';
import plugin from './plugin';

/** All features. @public */
export default createBackendFeatureLoader({
  *loader() {
    yield plugin;
    yield catalogModule;
  },
});
