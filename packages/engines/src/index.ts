export * from './supervisor';
export * from './terraform';
