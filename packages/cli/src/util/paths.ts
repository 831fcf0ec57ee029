import { join, resolve } from 'node:path';

const root = resolve(process.env.ORION_ROOT ?? process.cwd());
const home = resolve(process.env.ORION_HOME ?? join(root, '.orion'));

/** Where things are: the checkout, and `.orion/` for everything made at run time. */
export const paths = {
  root,
  home,
  secrets: join(home, 'secrets'),
  postgres: join(home, 'postgres'),
  lab: join(home, 'lab'),
  logs: join(home, 'log'),
  tools: join(home, 'tools'),
  runs: join(home, 'runs'),
  lock: join(home, 'up.json'),
};
