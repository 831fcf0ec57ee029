//

export * from '../models/AgentAnswer.model';
export * from '../models/ClusterList.model';
export * from '../models/ClusterOptions.model';
export * from '../models/ClusterSummary.model';
export * from '../models/ClusterSummaryNodes.model';
export * from '../models/ErrorError.model';
export * from '../models/ErrorResponse.model';
export * from '../models/Freshness.model';
export * from '../models/Guest.model';
export * from '../models/GuestCounts.model';
export * from '../models/GuestDetail.model';
export * from '../models/GuestImage.model';
export * from '../models/GuestNetwork.model';
export * from '../models/GuestOwnership.model';
export * from '../models/GuestPage.model';
export * from '../models/GuestSize.model';
export * from '../models/GuestStack.model';
export * from '../models/ModelError.model';
export * from '../models/NodeInfo.model';
export * from '../models/StorageInfo.model';
