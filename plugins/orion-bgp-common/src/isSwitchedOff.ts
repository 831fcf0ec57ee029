import { SessionReading } from './types';

/**
 * Whether a session is off because a person or a configuration wants it so. One
 * that its daemon switched off after an error is down. @public
 */
export function isSwitchedOff({
  adminState,
  disabledBy,
}: Pick<SessionReading, 'adminState' | 'disabledBy'>): boolean {
  return adminState === 'down' && disabledBy === undefined;
}
