import { Command } from 'commander';
import { lazy } from './util/lazy';

/** A command that failed in a way people can act on: one line, no stack. */
function fail(error: unknown): never {
  const { message, stack } = error as Error;
  process.stderr.write(`orion: ${process.env.ORION_DEBUG ? stack : message}\n`);
  process.exit(1);
}

const program = new Command('orion')
  .description('The front door of a small cloud: portal, change pipeline, lab.')
  .showHelpAfterError();

program
  .command('up')
  .description('start PostgreSQL, the lab and the portal')
  .option('--port <port>', 'port of the portal', '7007')
  .option('--no-lab', 'do not start the lab: use app-config.local.yaml')
  .option(
    '--real-bgp',
    'the lab has BIRD, GoBGP and stayrtr of this machine, not simulators',
  )
  .option('--dev', "Backstage's development servers: changes show at once")
  .option('--dev-port <port>', 'port of the app with --dev', '3000')
  .action(async options => (await lazy(import('./commands/up'))).up(options));

program
  .command('test')
  .description('run every check')
  .option('--only <stages>', 'some stages only, separated by commas')
  .action(async options =>
    (await lazy(import('./commands/test'))).test(options),
  );

program
  .command('doctor')
  .description('what is installed, reachable and allowed')
  .action(async () => (await lazy(import('./commands/doctor'))).doctor());

program
  .command('tools')
  .description('get Terraform and its provider where they are missing')
  .option('--peers', 'also build what only tests need (needs Go and Python 3)')
  .action(async options =>
    (await lazy(import('./commands/tools'))).tools(options),
  );

program
  .command('docs')
  .description('build the documentation site (needs Python 3)')
  .action(async () => (await lazy(import('./commands/docs'))).docs());

program
  .command('bench')
  .argument('[what]', 'main-job or bgp', 'main-job')
  .description('measure, with bars and ratios')
  .action(async what => (await lazy(import('./commands/bench'))).bench(what));

program
  .command('reset')
  .description("remove the lab's state, after asking")
  .option('--yes', 'do not ask')
  .action(async options =>
    (await lazy(import('./commands/reset'))).reset(options),
  );

program
  .command('verify')
  .description('print the seven checks; the exit code tells the result')
  .action(async () => (await lazy(import('./commands/verify'))).verify());

const audit = program.command('audit').description('the record of changes');
audit
  .command('verify')
  .description('walk every chain, the log and the checkpoints')
  .action(async () => (await lazy(import('./commands/audit'))).auditVerify());

program.parseAsync(process.argv).catch(fail);
