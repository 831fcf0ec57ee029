const SCHEMA_NAME = /^[a-z][a-z0-9_]{0,62}$/;

/** True for names that need no quoting anywhere. @public */
export const isSchemaName = (schema: string) => SCHEMA_NAME.test(schema);

export function assertSchemaName(schema: string): string {
  if (!isSchemaName(schema)) {
    throw new Error(
      `State schema "${schema}" must match ${SCHEMA_NAME.source}`,
    );
  }
  return schema;
}
