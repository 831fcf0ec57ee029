import { createBackend } from '@backstage/backend-defaults';
import { httpServer } from './httpServer';
import { outliveLogReader } from './outliveLogReader';
import { releaseStartupMemory } from './releaseStartupMemory';

/**
 * The collector of BGP routes alone, beside replicas of `index.ts` that set
 * `orion.bgp.collector.enabled` to false: same image and configuration,
 * composition only.
 */
const backend = createBackend();

backend.add(httpServer);

backend.add(import('@orion/backstage-plugin-orion-bgp-backend/collector'));

outliveLogReader();
backend.start().then(releaseStartupMemory);
