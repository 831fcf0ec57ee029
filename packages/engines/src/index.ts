export * from './ansible';
export * from './ssh';
export * from './supervisor';
export * from './terraform';
