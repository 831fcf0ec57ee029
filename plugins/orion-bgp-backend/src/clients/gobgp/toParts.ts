import {
  DefaultAction,
  RouterParts,
} from '@orion/backstage-plugin-orion-bgp-common';
import {
  ListPolicyAssignmentResponse,
  ListRpkiResponse,
} from './gobgpMessages';

const actions: { [action: string]: DefaultAction | undefined } = {
  ROUTE_ACTION_ACCEPT: 'accept',
  ROUTE_ACTION_REJECT: 'reject',
};

/** What GoBGP does beside its sessions; it never writes the kernel's routes. */
export function toParts(
  validators: ListRpkiResponse[],
  assignments: ListPolicyAssignmentResponse[],
): RouterParts {
  const defaultOf = (direction: 'IMPORT' | 'EXPORT') => {
    const found = assignments.find(
      ({ assignment }) =>
        assignment?.direction === `POLICY_DIRECTION_${direction}`,
    );
    return actions[found?.assignment?.default_action ?? ''];
  };
  const [onImport, onExport] = [defaultOf('IMPORT'), defaultOf('EXPORT')];
  return {
    rpkiCaches: validators.map(({ server }) => {
      const {
        up = false,
        record_ipv4: ipv4 = 0,
        record_ipv6: ipv6 = 0,
      } = server?.state ?? {};
      const { address = '', remote_port: port = 0 } = server?.conf ?? {};
      return {
        name: `${address.includes(':') ? `[${address}]` : address}:${port}`,
        up,
        vrps: up ? { ipv4, ipv6 } : {},
      };
    }),
    fibWriters: [],
    defaultPolicy:
      onImport && onExport ? { import: onImport, export: onExport } : undefined,
  };
}
