import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';

/** What can be done to a session. */
export type SessionAction =
  | { verb: 'disable' | 'enable' }
  | { verb: 'soft-reset'; direction: 'in' | 'out' | 'both' };

/** How a session stands, as far as an action changes it. */
export interface SessionStanding {
  state: string;
  adminState: string;
  /** What is exchanged over it. */
  families?: SessionReading['families'];
}

/** True where the action has nothing left to do; a reset always has. */
export function isDone(
  { verb }: SessionAction,
  { adminState }: SessionStanding,
): boolean {
  switch (verb) {
    case 'disable':
      return adminState === 'down';
    case 'enable':
      return adminState === 'up';
    default:
      return false;
  }
}

/** What takes an action back; a reset leaves nothing to take back. */
export function opposite({ verb }: SessionAction): SessionAction | undefined {
  switch (verb) {
    case 'disable':
      return { verb: 'enable' };
    case 'enable':
      return { verb: 'disable' };
    default:
      return undefined;
  }
}
