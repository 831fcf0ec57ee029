/**
 * Loads a command when it is asked for. The transform turns modules into
 * CommonJS, whose names a native `import()` only finds below `default`.
 */
export async function lazy<T extends object>(module: Promise<T>): Promise<T> {
  const loaded = await module;
  return (loaded as { default?: T }).default ?? loaded;
}
