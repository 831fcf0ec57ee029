/** A person of the lab. Signing in as one needs no password. */
export interface LabAccount {
  id: string;
  name: string;
  email: string;
  groups: string[];
  /** Shown on the sign-in page. */
  hint: string;
}

const account = (
  id: string,
  name: string,
  groups: string[],
  hint: string,
): LabAccount => ({ id, name, email: `${id}@orion.example`, groups, hint });

/** Everybody who can sign in to the lab, by rising power. */
export const labAccounts: readonly LabAccount[] = [
  account('viewer', 'Viewer', ['viewers'], 'sees everything, orders nothing'),
  account('operator', 'Operator', ['operators'], 'orders changes'),
  account('approver', 'Approver', ['approvers'], 'approves what others order'),
  account('admin', 'Admin', ['admins'], 'may do everything'),
];

export const findLabAccount = (id: string | undefined) =>
  labAccounts.find(candidate => candidate.id === id);
