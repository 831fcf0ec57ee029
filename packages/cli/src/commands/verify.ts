import { CheckResult } from '@orion/backstage-plugin-orion-common';
import { callPortal } from '../util/portalApi';

const MARKS: Record<CheckResult['state'], string> = {
  ok: 'ok     ',
  warning: 'warning',
  failed: 'FAILED ',
  unknown: 'unknown',
  'not-connected': '-      ',
};

/** Prints the seven checks. Exit 0: none failed or is unknown; 1 otherwise. */
export async function verify(): Promise<void> {
  const { items } = await callPortal<{ items: CheckResult[] }>('orion/checks');
  for (const check of items) {
    process.stdout.write(
      `${check.number}  ${MARKS[check.state]}  ${check.title}: ${
        check.summary
      }\n`,
    );
    if (check.state !== 'ok' && check.nextStep) {
      process.stdout.write(`            ${check.nextStep}\n`);
    }
  }
  const bad = items.filter(
    ({ state }) => state === 'failed' || state === 'unknown',
  );
  process.exitCode = bad.length === 0 ? 0 : 1;
}
