//

export * from '../models/CheckList.model';
export * from '../models/CheckResult.model';
export * from '../models/CheckValue.model';
export * from '../models/ErrorError.model';
export * from '../models/ErrorResponse.model';
export * from '../models/ModelError.model';
