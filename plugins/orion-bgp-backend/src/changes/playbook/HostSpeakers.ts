import { isError } from '@backstage/errors';
import { RouterAnnouncements } from '../readAnnouncements';
import { ActionRouter, ActionsConfig } from '../readActionsConfig';
import { readBirdSpeaker } from './config/readBirdSpeaker';
import { readGobgpSpeaker } from './config/readGobgpSpeaker';
import { Speaker, SpeakerConfig } from './config/SpeakerConfig';
import { ToldFile, ToldFiles } from './PlaybookSight';

/** One of the daemons of a machine: how it is, and how it is to be. */
export interface HostSpeaker {
  driver: Speaker;
  /** As ORION reads it; absent where it is not configured. */
  router?: ActionRouter;
  now?: RouterAnnouncements;
  /** Its file becomes another one. */
  changes: boolean;
  /** Absent where there is no file, or none that can be read. */
  before?: SpeakerConfig;
  after: SpeakerConfig;
}

/** People's names for them. */
export const SPEAKER_TITLES = { bird: 'BIRD', gobgp: 'GoBGP' } as const;

/** The daemons a playbook configures on the machine of a router. */
export function hostSpeakers(
  config: ActionsConfig,
  router: ActionRouter,
  files: ToldFiles,
): HostSpeaker[] {
  return (['bird', 'gobgp'] as const).flatMap(driver => {
    const file = files[driver];
    return file
      ? [
          {
            driver,
            router: findOnHost(config, router, driver),
            changes: file.runs !== file.shall,
            ...readBoth(driver, file, router.asn),
          },
        ]
      : [];
  });
}

/**
 * The daemon of that kind on the same machine: the router itself, one that the
 * same inventory configures there, or its partner in the migration.
 */
export function findOnHost(
  { routers, migration }: ActionsConfig,
  router: ActionRouter,
  driver: Speaker,
): ActionRouter | undefined {
  if (router.endpoint.driver === driver) {
    return router;
  }
  const place = ({ ansible }: ActionRouter) =>
    ansible && [ansible.project, ansible.inventory, ansible.host].join('\n');
  const pair = migration && [migration.from.id, migration.to.id];
  return routers.find(
    one =>
      one.endpoint.driver === driver &&
      (place(one) === place(router) ||
        (pair?.includes(one.id) && pair.includes(router.id))),
  );
}

function readBoth(driver: Speaker, { before, after }: ToldFile, asn: number) {
  const read = driver === 'bird' ? readBirdSpeaker : readGobgpSpeaker;
  return {
    before: before === null ? undefined : readOrNothing(read, before, asn),
    after: read(after, asn),
  };
}

/** Another hand's file may be anything: then it is not judged by. */
function readOrNothing(
  read: (text: string, asn: number) => SpeakerConfig,
  text: string,
  asn: number,
): SpeakerConfig | undefined {
  try {
    return read(text, asn);
  } catch (error) {
    if (isError(error)) {
      return undefined;
    }
    throw error;
  }
}
