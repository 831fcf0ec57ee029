/**
 * Path of a template's form with its fields filled in, as the scaffolder reads
 * them. The person still looks at it and submits it.
 *
 * @public
 */
export function filledForm(
  path: string,
  values: Record<string, unknown>,
): string {
  return `${path}?formData=${encodeURIComponent(JSON.stringify(values))}`;
}
