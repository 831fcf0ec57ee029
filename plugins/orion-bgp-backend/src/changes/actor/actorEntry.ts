import { runAction } from './runAction';
import { runRevert } from './runRevert';

/** A process of its own: `act` or `revert`, and the folder with the order. */
async function main([role, dir]: string[]): Promise<number> {
  switch (role) {
    case 'act':
      return runAction(dir, line =>
        process.stdout.write(`${JSON.stringify(line)}\n`),
      );
    case 'revert':
      return runRevert(dir);
    default:
      process.stderr.write('usage: actorEntry act|revert <folder>\n');
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
