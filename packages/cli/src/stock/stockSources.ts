/** The frontend of an app that has nothing of its own. */
export const frontendSource = `import '@backstage/cli/asset-types';
import ReactDOM from 'react-dom/client';
import { createApp } from '@backstage/frontend-defaults';
import '@backstage/ui/css/styles.css';

ReactDOM.createRoot(document.getElementById('root')!).render(
  createApp().createRoot(),
);
`;

/** Its page. */
export const pageSource = `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Stock</title>
  </head>
  <body>
    <div id="root"></div>
  </body>
</html>
`;

const features = [
  '@backstage/plugin-app-backend',
  '@backstage/plugin-auth-backend',
  '@backstage/plugin-auth-backend-module-guest-provider',
  '@backstage/plugin-catalog-backend',
  '@backstage/plugin-events-backend',
  '@backstage/plugin-signals-backend',
];

/** A backend with the usual plugins and these. */
export function backendSource(more: string[]): string {
  return [
    `import { createBackend } from '@backstage/backend-defaults';`,
    '',
    'const backend = createBackend();',
    ...[...features, ...more].map(name => `backend.add(import('${name}'));`),
    'backend.start();',
    '',
  ].join('\n');
}
