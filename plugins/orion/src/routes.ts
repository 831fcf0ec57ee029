import {
  createExternalRouteRef,
  createRouteRef,
} from '@backstage/frontend-plugin-api';

export const rootRouteRef = createRouteRef();

export const changesRouteRef = createExternalRouteRef({
  defaultTarget: 'orion-changes.root',
});

export const changeRouteRef = createExternalRouteRef({
  params: ['changeId'],
  defaultTarget: 'orion-changes.change',
});

export const guestsRouteRef = createExternalRouteRef({
  defaultTarget: 'orion-proxmox.root',
});

export const bgpRouteRef = createExternalRouteRef({
  defaultTarget: 'orion-bgp.root',
});

export const templateRouteRef = createExternalRouteRef<{
  namespace: string;
  templateName: string;
}>({
  params: ['namespace', 'templateName'],
  defaultTarget: 'scaffolder.selectedTemplate',
});

export const catalogRouteRef = createExternalRouteRef({
  defaultTarget: 'catalog.catalogIndex',
});

export const docsRouteRef = createExternalRouteRef({
  defaultTarget: 'techdocs.root',
});

export const searchRouteRef = createExternalRouteRef({
  defaultTarget: 'search.root',
});
