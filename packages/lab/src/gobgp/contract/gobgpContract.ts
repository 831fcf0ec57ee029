import { ContractCalls } from './ContractCalls';
import type { ContractTarget } from './contractTarget';
import { daemonContract } from './daemonContract';
import { neighborContract } from './neighborContract';
import { ownRoutesContract } from './ownRoutesContract';
import { tableContract } from './tableContract';

/** Defines the Jest tests of what ORION relies on; real daemons are put to them too. */
export function gobgpContract(given: () => ContractTarget): void {
  const calls = new ContractCalls(given);
  afterAll(() => calls.close());
  daemonContract(calls);
  tableContract(calls);
  ownRoutesContract(calls);
  // Last: it switches the session off and on.
  neighborContract(calls);
}
