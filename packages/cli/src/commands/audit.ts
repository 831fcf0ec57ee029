import { callPortal } from '../util/portalApi';

interface Verdict {
  ok: boolean;
  entries: number;
  head: string;
  anchoredAt?: string;
  guard: keyof typeof GUARDS;
  notes: string[];
  problems: string[];
}

const GUARDS = {
  role: "append only: the portal's role may add entries and read them",
  trigger:
    "append only by triggers, which the portal's role could remove: see infra/postgres/record-owner.sql",
  none: 'NOT guarded: the append-only triggers are off',
};

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
  process.stdout.write(`${GUARDS[verdict.guard]}\n`);
  verdict.notes.forEach(note => process.stdout.write(`note     ${note}\n`));
  verdict.problems.forEach(problem =>
    process.stdout.write(`PROBLEM  ${problem}\n`),
  );
  process.stdout.write(
    verdict.ok ? 'the record is whole\n' : 'the record is NOT whole\n',
  );
  process.exitCode = verdict.ok ? 0 : 1;
}
