import { encodeAttributes } from '../../attributes/encodeAttributes';
import { PathFlag } from '../../routes/RouteSource';
import { flagRefused } from './flagRefused';

const neighbor = {
  name: '192.0.2.1',
  families: [4 as const],
  isSeparate: false,
  ownAs: 394955,
  allowOwnAs: 0,
  routerId: '10.255.0.2',
};
const refused = PathFlag.received | PathFlag.filtered;
const path = (...asns: number[]) =>
  encodeAttributes({ asPath: [{ type: 'sequence', asns }] });

it.each([
  ['a path without the own AS', path(6939, 64500), 0, refused],
  ['a path with the own AS', path(6939, 394955), 0, PathFlag.received],
  ['the own AS as often as allowed', path(6939, 394955), 1, refused],
  ['the own AS more often', path(394955, 394955), 1, PathFlag.received],
  [
    'the own AS in a set',
    encodeAttributes({ asPath: [{ type: 'set', asns: [394955] }] }),
    0,
    PathFlag.received,
  ],
  [
    'the router as originator',
    encodeAttributes({ originatorId: 0x0aff0002 }),
    0,
    PathFlag.received,
  ],
  [
    'another originator',
    encodeAttributes({ originatorId: 0x0aff0003 }),
    0,
    refused,
  ],
  ['no attributes', new Uint8Array(), 0, refused],
])('%s', (_, attributes, allowOwnAs, flags) => {
  expect(flagRefused(attributes, { ...neighbor, allowOwnAs })).toBe(flags);
});
