import { callPortal } from '../util/portalApi';

interface Verdict {
  ok: boolean;
  entries: number;
  head: string;
  anchoredAt?: string;
  problems: string[];
}

/** Walks the record. Exit 0: nothing is altered or missing. */
export async function auditVerify(): Promise<void> {
  const verdict = await callPortal<Verdict>('orion-changes/record/verify');
  process.stdout.write(
    `${verdict.entries} entries, head ${verdict.head.slice(0, 16) || 'none'}\n`,
  );
  process.stdout.write(
    verdict.anchoredAt
      ? `anchored outside the database by the checkpoint of ${verdict.anchoredAt}\n`
      : 'not anchored: no checkpoint outside the database matches yet\n',
  );
  verdict.problems.forEach(problem =>
    process.stdout.write(`PROBLEM  ${problem}\n`),
  );
  process.stdout.write(
    verdict.ok ? 'the record is whole\n' : 'the record is NOT whole\n',
  );
  process.exitCode = verdict.ok ? 0 : 1;
}
