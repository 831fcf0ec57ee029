export type {
  EndedRunStatus,
  InterruptOutcome,
  ProcessIdentity,
  RunLimits,
  RunStatus,
  StartRunOptions,
  SupervisedRun,
  WaitOptions,
} from '../supervisor';
export { AnsibleEngine } from './AnsibleEngine';
export type { AnsibleDetectOptions, PlaybookOptions } from './AnsibleEngine';
export { parseAnsibleEvent } from './ansibleEvents';
export type { AnsibleDiff, AnsibleEvent, AnsibleResult } from './ansibleEvents';
export { projectDigest } from './projectDigest';
export { readPlaybookResult } from './readPlaybookResult';
export type { PlaybookResult } from './readPlaybookResult';
