import { PrefixKindOptions } from './PrefixKind';
import { announceInputSchema, withdrawInputSchema } from './prefixInput';

const ANNOUNCE = 'prefix.announce';
const WITHDRAW = 'prefix.withdraw';

/** The kinds of change on an own prefix. */
export const prefixKinds: PrefixKindOptions[] = [
  {
    id: ANNOUNCE,
    title: 'Announce a prefix',
    description:
      'Lets a GoBGP announce one of the own prefixes, unless others would refuse it.',
    destructive: false,
    inputSchema: announceInputSchema,
    verb: 'Announce',
    action: { verb: 'announce' },
    undo: {
      kind: WITHDRAW,
      verb: 'Withdraw',
      template: 'template:default/prefix-withdraw',
      typed: { reason: '', name: '' },
    },
  },
  {
    id: WITHDRAW,
    title: 'Withdraw a prefix',
    description:
      'Takes an announcement of a GoBGP back, unless nobody would reach the prefix then.',
    destructive: true,
    inputSchema: withdrawInputSchema,
    verb: 'Withdraw',
    action: { verb: 'withdraw' },
    undo: {
      kind: ANNOUNCE,
      verb: 'Announce',
      template: 'template:default/prefix-announce',
      typed: { reason: '' },
    },
  },
];
