/**
 * Proxmox VE in ORION: reading clusters, their catalog entities, and the kinds
 * of change on them. Each is also a subpath, for a backend that runs only some.
 *
 * @packageDocumentation
 */
import { createBackendFeatureLoader } from '@backstage/backend-plugin-api';
import catalogModule from './catalog';
import changesModule from './changes';
import plugin from './plugin';

/** All three features. @public */
export default createBackendFeatureLoader({
  *loader() {
    yield plugin;
    yield catalogModule;
    yield changesModule;
  },
});
