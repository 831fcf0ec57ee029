import { runCrossing } from '../migration/crossing/runCrossing';
import { runCrossingBack } from '../migration/crossing/runCrossingBack';
import { runAction } from './runAction';
import { runRevert } from './runRevert';

/** A process of its own: what it does, and the folder with the order. */
async function main([role, dir]: string[]): Promise<number> {
  switch (role) {
    case 'act':
      return runAction(dir, line =>
        process.stdout.write(`${JSON.stringify(line)}\n`),
      );
    case 'revert':
      return runRevert(dir);
    case 'cross':
      return runCrossing(dir, line =>
        process.stdout.write(`${JSON.stringify(line)}\n`),
      );
    case 'cross-back':
      return runCrossingBack(dir);
    default:
      process.stderr.write(
        'usage: actorEntry act|revert|cross|cross-back <folder>\n',
      );
      return 2;
  }
}

if (require.main === module) {
  main(process.argv.slice(2)).then(
    code => process.exit(code),
    error => {
      process.stderr.write(`${error?.stack ?? error}\n`);
      process.exit(1);
    },
  );
}
