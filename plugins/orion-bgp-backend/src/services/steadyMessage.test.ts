import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { sessionReading } from '../__testUtils__/readings';
import { steadyMessage } from './steadyMessage';

const said = (
  shutdownMessage: string | undefined,
  shutdownMessageFrom?: SessionReading['shutdownMessageFrom'],
) => sessionReading({ shutdownMessage, shutdownMessageFrom });

it.each([
  ['stay those of the neighbor', said('a', 'neighbor'), said('a'), 'neighbor'],
  [
    'are not, when they are others',
    said('a', 'neighbor'),
    said('b'),
    undefined,
  ],
  [
    'are not, when none are left',
    said('a', 'neighbor'),
    said(undefined),
    undefined,
  ],
  [
    'are ours when we gave the same',
    said('a', 'neighbor'),
    said('a', 'own'),
    'own',
  ],
  ['of ours are not carried on', said('a', 'own'), said('a'), undefined],
  ['are not known at first sight', undefined, said('a'), undefined],
] as const)('words %s', (_, before, after, expected) => {
  expect(steadyMessage(before, after).shutdownMessageFrom).toBe(expected);
});
