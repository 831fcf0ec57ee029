import {
  createExternalRouteRef,
  createRouteRef,
} from '@backstage/frontend-plugin-api';

/** The page; its first tab is the sessions. */
export const rootRouteRef = createRouteRef();

/** Sessions, and below it one each. */
export const sessionsRouteRef = createRouteRef();

export const routesRouteRef = createRouteRef();

export const migrationRouteRef = createRouteRef();

/** The form of an order. */
export const templateRouteRef = createExternalRouteRef<{
  namespace: string;
  templateName: string;
}>({
  params: ['namespace', 'templateName'],
  defaultTarget: 'scaffolder.selectedTemplate',
});

/** What happened to a change. */
export const changeRouteRef = createExternalRouteRef({
  params: ['changeId'],
  defaultTarget: 'orion-changes.change',
});
