export * from './DatabaseLease';
export * from './LeaseLostError';
export * from './pollDelay';
export * from './runSourceLoop';
export * from './SourceStore';
