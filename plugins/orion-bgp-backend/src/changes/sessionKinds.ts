import {
  disableInputSchema,
  enableInputSchema,
  softResetInputSchema,
} from './input';
import { SessionKindOptions } from './SessionKind';

const DISABLE = 'bgp-peer.disable';
const ENABLE = 'bgp-peer.enable';

/** The kinds of change on a BGP session. */
export const sessionKinds: SessionKindOptions[] = [
  {
    id: DISABLE,
    title: 'Disable a BGP session',
    description:
      'Takes a session down and keeps it down, unless the last path goes over it.',
    destructive: true,
    inputSchema: disableInputSchema,
    verb: 'Disable',
    action: () => ({ verb: 'disable' }),
    undo: {
      kind: ENABLE,
      verb: 'Enable',
      template: 'template:default/bgp-peer-enable',
      typed: { reason: '' },
    },
  },
  {
    id: ENABLE,
    title: 'Enable a BGP session',
    description: 'Lets a disabled session come up again.',
    destructive: false,
    inputSchema: enableInputSchema,
    verb: 'Enable',
    action: () => ({ verb: 'enable' }),
    undo: {
      kind: DISABLE,
      verb: 'Disable',
      template: 'template:default/bgp-peer-disable',
      typed: { reason: '', name: '' },
    },
  },
  {
    id: 'bgp-peer.soft-reset',
    title: 'Reset the routes of a BGP session',
    description:
      'Asks for routes or sends them anew, while the session stays up.',
    destructive: false,
    inputSchema: softResetInputSchema,
    verb: 'Soft-reset',
    action: ({ direction = 'both' }) => ({ verb: 'soft-reset', direction }),
  },
];
