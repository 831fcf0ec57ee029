import { Suspense } from 'react';
import { renderInTestApp } from '@backstage/frontend-test-utils';

/** Renders one piece with translations and a router. */
export function renderPiece(
  element: JSX.Element,
  path = '/',
): { unmount: () => void } {
  return renderInTestApp(<Suspense fallback={null}>{element}</Suspense>, {
    initialRouteEntries: [path],
  });
}
