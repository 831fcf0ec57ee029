import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startBird, startGobgp } from '@orion/lab';
import { runStories } from '../checks/stories';
import { Browser } from '../e2e/Browser';
import { startTestPostgres } from '../stack/testPostgres';
import { paths } from '../util/paths';
import { packDomain } from './packDomain';
import { StockApp } from './StockApp';
import { stockStories } from './stories';

const PORT = Number(process.env.ORION_E2E_PORT ?? 7307);
const FRONTEND = '@orion/backstage-plugin-orion-bgp';
const BACKEND = '@orion/backstage-plugin-orion-bgp-backend';

/** Puts the packed BGP domain into a stock app; `argv[2]` is where the report goes. */
async function main(): Promise<void> {
  const [, , report] = process.argv;
  const packed = await packDomain(
    [FRONTEND, BACKEND],
    join(paths.home, 'tarballs'),
  );
  const [bird, gobgp, database] = await Promise.all([
    startBird({ connectMs: 50 }),
    startGobgp({ port: 0, connectMs: 50 }),
    startTestPostgres(),
  ]);
  const app = new StockApp({
    port: PORT,
    packed,
    frontends: [FRONTEND],
    backends: [BACKEND],
    databaseUrl: database.url,
    orion: {
      bgp: {
        routers: {
          gw1: { asn: 394955, bird: { socket: bird.path } },
          gw2: { asn: 394955, gobgp: { target: gobgp.target } },
        },
        aggregates: ['192.0.2.0/24', '2001:db8:3949::/48'],
        migration: { from: 'gw1', to: 'gw2' },
      },
    },
  });
  const browser = new Browser(app.baseUrl);
  try {
    await app.build();
    await app.start();
    const result = await runStories(stockStories(app, browser), async () => {});
    if (report) {
      writeFileSync(report, JSON.stringify(result));
    }
  } finally {
    await browser.close();
    await app.stop();
    await Promise.all([bird.stop(), gobgp.stop(), database.stop()]);
  }
}

main().then(
  () => process.exit(0),
  error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
