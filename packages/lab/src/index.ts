/**
 * The lab: simulators that speak the protocols of the real systems.
 *
 * @packageDocumentation
 */
export * from './proxmox';
export { startNetbox } from './netbox';
export { startOidc } from './oidc';
export * from './validator';
export * from './bgp';
export * from './bgp/access';
export * from './bgp/real';
export * from './bird';
export * from './gobgp';
export type { RunningSimulator, SimulatorOptions } from './shared/simulator';
export { FaultSwitches, RequestLog, startControl } from './shared/control';
export type {
  ControlAction,
  ControlOptions,
  FaultOptions,
  LoggedRequest,
} from './shared/control';
export { loadTls } from './shared/tls';
export type { LabTls } from './shared/tls';
export { startDevelopmentLab } from './development/startDevelopmentLab';
export type { DevelopmentLab } from './development/startDevelopmentLab';
