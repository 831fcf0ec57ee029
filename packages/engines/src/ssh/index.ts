export { askLine } from './askLine';
export { openSsh } from './openSsh';
export { readSshTarget } from './SshTarget';
export type { SshSettings, SshTarget } from './SshTarget';
