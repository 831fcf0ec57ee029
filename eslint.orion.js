const { basename, dirname } = require('node:path');

/** Backstage's rules plus ORION's: kits, frontend system, databases, import directions. */
function orionConfig(dir) {
  const name = basename(dir);
  const parent = basename(dirname(dir));
  return {
    restrictedImports: [
      {
        name: '@backstage/core-plugin-api',
        importNames: ['createPlugin', 'createRouteRef', 'useApp'],
        message:
          'Use the new frontend system (@backstage/frontend-plugin-api).',
      },
      {
        name: '@backstage/backend-test-utils',
        importNames: ['startTestBackend', 'TestDatabases'],
        message:
          'It falls back to SQLite. Use startOrionTestBackend of @orion/backstage-plugin-orion-node/testing.',
      },
    ],
    restrictedImportPatterns: [
      '@material-ui/*',
      'better-sqlite3',
      ...directions(name, parent),
    ],
  };
}

/** What a package of this kind must not reach for. Plugins meet over HTTP only. */
function directions(name, parent) {
  const backends = '@orion/backstage-plugin-*-backend*';
  const nodes = '@orion/backstage-plugin-*-node*';
  const plugins = '@orion/backstage-plugin-*';
  if (parent === 'packages') {
    return {
      app: [backends, nodes, '@orion/lab', '@orion/engines*', '@orion/cli'],
      backend: ['@orion/lab', '@orion/cli'],
      cli: [backends],
      engines: [plugins, '@orion/lab', '@orion/cli'],
      lab: [plugins, '@orion/cli'],
    }[name];
  }
  if (name.endsWith('-common')) {
    return [
      backends,
      nodes,
      'node:*',
      '@orion/lab',
      '@orion/engines*',
      '@backstage/backend-*',
    ];
  }
  if (
    name.endsWith('-backend') ||
    name.includes('-backend-module-') ||
    name.endsWith('-node')
  ) {
    return [backends, '@backstage/core-*', '@mui/*'];
  }
  return [
    backends,
    nodes,
    'node:*',
    '@orion/lab',
    '@orion/engines*',
    '@backstage/backend-*',
  ];
}

module.exports = orionConfig;
