export * from './ssh';
export * from './supervisor';
export * from './terraform';
