import { House } from './House';

/** A migration as the stories read it. */
export interface MigrationView {
  gates: { id: string; state: string; reason: string }[];
  ready: boolean;
  neighbors: { from: string }[];
  moved: { from: string }[];
  wayBack: { session: string; keepNew: boolean; byChange: boolean }[];
  comparisons: { scope: string; from: number; to: number; same: number }[];
}

/**
 * Gates are looked at twice a minute, and must hold in two looks; a BIRD whose
 * routes moved is read again five minutes after the last time, at the soonest.
 */
const SETTLED_MS = 420_000;

export async function readMigration(house: House): Promise<MigrationView> {
  const viewer = await house.as('viewer');
  const { body } = await viewer.call<{ migration: MigrationView }>(
    'orion-bgp/migration',
  );
  return body.migration;
}

/** The gate of rehearsals, unless a story before has rehearsed, with the daemons that run now. */
export async function unrehearsed(house: House): Promise<string[]> {
  const { gates } = await readMigration(house);
  return gates
    .filter(
      ({ id, state }) => id === 'rollback-rehearsed' && state !== 'passed',
    )
    .map(({ id }) => id);
}

/** Waits until every gate passes but those named; says of the others what they saw. */
export async function gatesHold(
  house: House,
  without: string[] = [],
): Promise<void> {
  let open: MigrationView['gates'] = [];
  await house
    .until(
      'the gates hold',
      async () => {
        const { gates } = await readMigration(house);
        open = gates.filter(({ state }) => state !== 'passed');
        return open.map(({ id }) => id).join() === without.join();
      },
      SETTLED_MS,
    )
    .catch(error => {
      const texts = open.map(({ id, reason }) => `${id}: ${reason}`);
      throw new Error([error.message, ...texts].join('\n'));
    });
}
