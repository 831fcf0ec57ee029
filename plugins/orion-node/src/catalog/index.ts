export * from './createListApplied';
export * from './SnapshotEntityProvider';
export * from './toEntityName';
