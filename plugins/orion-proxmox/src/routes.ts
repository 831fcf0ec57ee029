import {
  createExternalRouteRef,
  createRouteRef,
} from '@backstage/frontend-plugin-api';

export const rootRouteRef = createRouteRef();

/** The catalog page of a guest. */
export const entityRouteRef = createExternalRouteRef<{
  namespace: string;
  kind: string;
  name: string;
}>({
  params: ['namespace', 'kind', 'name'],
  defaultTarget: 'catalog.catalogEntity',
});

/** The form of an order. */
export const templateRouteRef = createExternalRouteRef<{
  namespace: string;
  templateName: string;
}>({
  params: ['namespace', 'templateName'],
  defaultTarget: 'scaffolder.selectedTemplate',
});

export const changeRouteRef = createExternalRouteRef({
  params: ['changeId'],
  defaultTarget: 'orion-changes.change',
});
