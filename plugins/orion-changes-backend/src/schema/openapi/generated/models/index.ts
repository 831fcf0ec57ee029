//

export * from '../models/ChangeDetail.model';
export * from '../models/ChangeKindInfo.model';
export * from '../models/ChangeLogChunk.model';
export * from '../models/ChangePage.model';
export * from '../models/ChangeState.model';
export * from '../models/ChangeSubmission.model';
export * from '../models/ChangeSummary.model';
export * from '../models/ChangeTarget.model';
export * from '../models/Comment.model';
export * from '../models/Decision.model';
export * from '../models/ErrorError.model';
export * from '../models/ErrorResponse.model';
export * from '../models/ListChangeKinds200Response.model';
export * from '../models/ModelError.model';
export * from '../models/PlanCounts.model';
export * from '../models/RecordVerdict.model';
export * from '../models/RejectChangeRequest.model';
export * from '../models/SafeModeExit.model';
export * from '../models/SafeModeState.model';
export * from '../models/Settlement.model';
export * from '../models/SubmitResult.model';
