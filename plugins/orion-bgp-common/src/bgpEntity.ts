/** Annotation of a session's entity: `<router>/<session>`. @public */
export const bgpSessionAnnotation = 'orion.dev/bgp-session';

/** Annotation of a router's entity: its id in the configuration. @public */
export const bgpRouterAnnotation = 'orion.dev/bgp-router';

/** Annotation of an autonomous system's entity: its number. @public */
export const autonomousSystemAnnotation = 'orion.dev/autonomous-system';
