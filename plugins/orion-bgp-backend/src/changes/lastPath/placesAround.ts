import { ActionRouter } from '../readActionsConfig';
import { placeText } from './judgeLastPath';
import { UnknownPlace } from './LastPathFacts';
import { gapOf, ManagementSight } from './lookUpManagement';
import { placesOf } from './placeWays';
import { ProtectedPlace } from './readProtectedPlaces';
import { ResolvedPlace, resolvePlaces } from './resolvePlaces';

/** What must stay reachable while something is done at a router. */
export interface PlacesAround {
  places: ResolvedPlace[];
  unknown: UnknownPlace[];
  /** Sentences about what was not looked for; they forbid nothing. */
  notes: string[];
}

/**
 * The router itself, by its configuration and by NetBox, and what is protected
 * wherever something is done, each resolved now.
 */
export async function placesAround(
  router: ActionRouter,
  management: ManagementSight,
  everywhere: ProtectedPlace[],
): Promise<PlacesAround> {
  const [named, others] = await Promise.all([
    resolvePlaces(placesOf(router)),
    resolvePlaces([...everywhere, ...management.places]),
  ]);
  const places = [
    ...named,
    // Who is named in the configuration, too, is named once.
    ...others.filter(
      ({ name: place, host }) =>
        !named.some(one => one.name === place && one.host === host),
    ),
  ];
  const gap = gapOf(router.id, management, named);
  return {
    places,
    unknown: [
      ...places.flatMap(one =>
        one.problem
          ? {
              place: one.name,
              host: one.host,
              sentence: `The way to ${placeText(
                one.name,
                one.host,
                one.from,
              )} is not known: ${one.problem}.`,
            }
          : [],
      ),
      ...gap.unknown,
    ],
    notes: gap.notes,
  };
}
