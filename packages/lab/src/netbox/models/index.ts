import type { Model } from '../modelTypes';
import { bgpPluginModels } from './bgpPlugin';
import { deviceModels } from './devices';
import { ipamModels } from './ipam';
import { numberingModels } from './numbering';
import { organizationModels } from './organization';
import { systemModels } from './system';
import { virtualizationModels } from './virtualization';

/** Every object type of the simulated NetBox. */
export const netboxModels: readonly Model[] = [
  ...organizationModels,
  ...virtualizationModels,
  ...deviceModels,
  ...ipamModels,
  ...numberingModels,
  ...systemModels,
  ...bgpPluginModels,
];
