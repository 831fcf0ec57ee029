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

/** What the frontend imports, and what builds it. */
export const frontendPackages = [
  '@backstage/cli',
  '@backstage/cli-defaults',
  '@backstage/frontend-defaults',
  '@backstage/plugin-catalog',
  '@backstage/ui',
  'react',
  'react-dom',
  'react-router',
  'react-router-dom',
];

const features = [
  '@backstage/plugin-app-backend',
  '@backstage/plugin-auth-backend',
  '@backstage/plugin-auth-backend-module-guest-provider',
  '@backstage/plugin-catalog-backend',
  '@backstage/plugin-events-backend',
  '@backstage/plugin-signals-backend',
];

/** What the backend imports, what starts it, and the driver of its database. */
export const backendPackages = [
  '@backstage/backend-defaults',
  '@backstage/cli',
  'pg',
  ...features,
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
