import { PlanLine } from '@orion/backstage-plugin-orion-changes-common';
import { nameFirst } from '../../nameFirst';
import { SessionKey } from '../../rib/impact/ImpactRequest';
import {
  denialText,
  LastPathVerdict,
  MAX_AGE_MS,
} from '../lastPath/judgeLastPath';
import { acceptedLines, announcementLine } from '../planSession';
import { RouterAnnouncements } from '../readAnnouncements';
import { ActionRouter } from '../readActionsConfig';
import { LostAnnouncement } from './judgeAnnouncements';

/** Named in one sentence at most. */
const NAMED = 8;

/** Own prefixes that nobody outside would get any more, or of which that is not known. */
export function judgeReach(
  lost: LostAnnouncement[],
  {
    input,
    router,
    network,
    ageMs,
  }: {
    input: { acceptIsolation?: unknown };
    router: ActionRouter;
    network: RouterAnnouncements[];
    ageMs: number;
  },
): { denials: string[]; lines: PlanLine[]; onlyHere: string[] } {
  const only = lost.filter(({ elsewhere }) => elsewhere.length === 0);
  const unknown =
    lost.length === 0
      ? []
      : network
          .filter(({ problem }) => problem)
          .map(
            one =>
              `Who else announces ${listed(
                lost,
              )} is not known, because router ${
                one.router.id
              } was not read whole: ${one.problem}`,
          );
  if (lost.length > 0 && !(ageMs <= MAX_AGE_MS)) {
    unknown.push(
      `Who else announces ${listed(lost)} was read ${Math.round(
        ageMs / 1000,
      )} s ago, more than ${MAX_AGE_MS / 1000}.`,
    );
  }
  const over = [...new Set(only.flatMap(one => one.over))].join(', ');
  const losses: LastPathVerdict['denials'] =
    only.length === 0
      ? []
      : [
          {
            rule: 'inbound',
            sentence: `${listed(
              only,
            )} would go out over no established external session any more, only over ${over} now: nobody outside would reach ${
              only.length === 1 ? 'it' : 'them'
            }.`,
          },
        ];
  const outOfBand = router.actions?.outOfBand;
  const setAside = input.acceptIsolation === true && Boolean(outOfBand);
  const verdict: LastPathVerdict = {
    allowed: setAside || losses.length === 0,
    denials: setAside ? [] : losses,
    accepted: setAside ? losses : [],
  };
  return {
    onlyHere: only.map(({ prefix }) => prefix),
    denials: [
      ...unknown,
      ...(verdict.denials.length > 0
        ? [
            denialText(verdict, {
              ...{ router: router.id, outOfBand },
              restarting: restartingOf(network),
            }),
          ]
        : []),
    ],
    lines: [
      ...lost.map(one =>
        announcementLine(
          one,
          `announcement of ${one.prefix} over ${one.over.join(', ')}`,
        ),
      ),
      ...acceptedLines(verdict),
    ],
  };
}

/** Sessions that count again in a moment. */
function restartingOf(network: RouterAnnouncements[]): SessionKey[] {
  return network.flatMap(({ announced }) =>
    announced
      .filter(({ session }) => session.restarting)
      .map(({ router, session }) => ({ router, session: session.name })),
  );
}

function listed(lost: LostAnnouncement[]): string {
  return nameFirst(
    lost.map(({ prefix }) => prefix),
    NAMED,
  );
}
