import type { PolicyRule } from '.';

/** VMIDs that stood for applications once and must not come back. */
const FORBIDDEN_VMIDS = [400, 401];

/** Applications run on Kubernetes only; a virtual machine for one is refused with the way to go. */
export const applicationsNotOnVms: PolicyRule = {
  id: 'applications-not-on-vms',
  version: 1,
  evaluate: ({ kind, facts }) => {
    if (kind !== 'virtual-machine.create') {
      return undefined;
    }
    if (facts.domain === 'applications') {
      return {
        verdict: 'deny',
        message:
          'Applications run on Kubernetes, not on virtual machines. Order a Kubernetes service instead.',
      };
    }
    if (FORBIDDEN_VMIDS.includes(Number(facts.vmid))) {
      return {
        verdict: 'deny',
        message: `VMID ${facts.vmid} is set aside for ever: it once carried an application.`,
      };
    }
    return {
      verdict: 'pass',
      message: `A machine of the domain ${facts.domain}, not an application.`,
    };
  },
};
