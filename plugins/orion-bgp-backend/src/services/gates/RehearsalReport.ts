import { DaemonIdentity } from './daemonsOf';

/** What a change tells of a rehearsal. */
export interface RehearsalReport {
  changeId: number;
  from: string;
  to: string;
  /** On the router that is in service. */
  sessions: string[];
  /** As they were right before they crossed; undefined where nobody looked. */
  daemons?: { from: DaemonIdentity; to: DaemonIdentity };
}
