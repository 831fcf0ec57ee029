import {
  createExternalRouteRef,
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

export const rootRouteRef = createRouteRef();

export const changeRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/:changeId',
});

export const safeModeRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/safe-mode',
});

/** The form of an order. */
export const templateRouteRef = createExternalRouteRef<{
  namespace: string;
  templateName: string;
}>({
  params: ['namespace', 'templateName'],
  defaultTarget: 'scaffolder.selectedTemplate',
});

/** The catalog page of what a change is about. */
export const entityRouteRef = createExternalRouteRef<{
  namespace: string;
  kind: string;
  name: string;
}>({
  params: ['namespace', 'kind', 'name'],
  defaultTarget: 'catalog.catalogEntity',
});
