export type {
  EndedRunStatus,
  InterruptOutcome,
  ProcessIdentity,
  RunStatus,
  SupervisedRun,
  WaitOptions,
} from '../supervisor';
export { copyModule } from './copyModule';
export { engineEnvironment } from './engineEnvironment';
export type { EngineEnvironmentOptions } from './engineEnvironment';
export { EngineError } from './EngineError';
export { InitCache } from './InitCache';
export { registryHosts } from './registryHosts';
export type { EngineErrorOptions, EngineErrorReason } from './EngineError';
export { lockFileDigest, moduleDigest } from './moduleDigest';
export { parsePlan } from './plan/parsePlan';
export type {
  OutputChange,
  PlanAction,
  ResourceChange,
  TerraformPlan,
  ValueMask,
} from './plan/planTypes';
export { projectDrift, projectPlan } from './plan/projectPlan';
export type {
  AttributeAllowList,
  ProjectedAttribute,
  ProjectedLine,
} from './plan/projectPlan';
export { summarisePlan } from './plan/summarisePlan';
export type { PlanSummary } from './plan/summarisePlan';
export { readRunProgress, startOfProgress } from './readRunProgress';
export type { ProgressCursor } from './readRunProgress';
export {
  applyResult,
  importResult,
  initResult,
  lockResult,
  outputResult,
  planResult,
  showResult,
  stateListResult,
  statePullResult,
  statePushResult,
  untaintResult,
} from './results';
export type { OutputValue, PlanResult } from './results';
export { createScrubber } from './scrub/createScrubber';
export type {
  Scrubber,
  ScrubberOptions,
  ScrubStream,
} from './scrub/createScrubber';
export { checkAppliedState } from './state/checkAppliedState';
export type { AppliedStateExpectation } from './state/checkAppliedState';
export { parseState } from './state/parseState';
export { PgStateStore } from './state/PgStateStore';
export { isSchemaName } from './state/schemaName';
export type {
  PushErroredResult,
  StateBase,
  StateSnapshot,
  StateStore,
} from './state/StateStore';
export { isWithinApproved } from './subset/isWithinApproved';
export type {
  PlanEnvelope,
  SubsetOptions,
  SubsetResult,
} from './subset/isWithinApproved';
export { TerraformEngine } from './TerraformEngine';
export type { DetectOptions } from './TerraformEngine';
export { TerraformWorkspace } from './TerraformWorkspace';
export type {
  CommandOptions,
  InitOptions,
  PlanFileOptions,
  PlanOptions,
  WorkspaceOptions,
} from './TerraformWorkspace';
export { MAX_LOG_BYTES, MAX_PLAN_BYTES } from './types';
export type {
  Diagnostic,
  EngineDescription,
  EnginePhase,
  EngineProduct,
} from './types';
export type { ResourceProgress, RunProgress } from './ui/runProgress';
export type { ChangeSummary, UiEvent } from './ui/uiEvents';
export { parseUiStream, UiStream } from './ui/UiStream';
export { writeCliConfig } from './writeCliConfig';
export { writeVariables } from './writeVariables';
