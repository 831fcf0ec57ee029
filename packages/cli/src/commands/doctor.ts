import { checkEndpoints } from '../doctor/checkEndpoints';
import { checkRouters } from '../doctor/checkRouters';
import { checkTools } from '../doctor/checkTools';
import { readSettings } from '../doctor/readSettings';
import { Finding } from '../doctor/types';

const MARKS: Record<Finding['state'], string> = {
  ok: 'ok     ',
  missing: 'MISSING',
  warning: 'warning',
  failed: 'FAILED ',
};

/** Says what is there and what is not. Exit 1 when something failed. */
export async function doctor(): Promise<void> {
  const { files, settings } = readSettings();
  const findings = [
    ...(await checkTools()),
    ...(await checkEndpoints(settings)),
    ...(await checkRouters(settings)),
  ];
  process.stdout.write(
    `settings: ${
      files.join(', ') || "none yet; ./orion up writes the lab's"
    }\n`,
  );
  for (const { state, subject, found, purpose, remedy } of findings) {
    process.stdout.write(
      `${MARKS[state]}  ${subject}: ${found}${
        purpose ? ` (${purpose})` : ''
      }\n`,
    );
    if (remedy && state !== 'ok') {
      process.stdout.write(`         -> ${remedy}\n`);
    }
  }
  process.exitCode = findings.some(({ state }) => state === 'failed') ? 1 : 0;
}
