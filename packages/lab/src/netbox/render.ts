import type { Field, Model, Row, View } from './modelTypes';

/** Which of an object's fields an answer shows. */
export interface RenderOptions {
  only?: readonly string[];
  exclude?: readonly string[];
  /** Leaves out the counts that only NetBox's list and detail queries add. */
  withoutCounts?: boolean;
}

/** An object as NetBox's REST API shows it, keys in NetBox's order. */
export function renderObject(
  model: Model,
  row: Row,
  view: View,
  options: RenderOptions = {},
): Record<string, unknown> {
  const answer: Record<string, unknown> = {};
  for (const field of model.fields) {
    const hidden =
      (options.only && !options.only.includes(field.name)) ||
      options.exclude?.includes(field.name) ||
      (options.withoutCounts && field.annotated);
    if (!hidden) {
      answer[field.name] = renderField(model, field, row, view);
    }
  }
  return answer;
}

/** The brief form under which an object appears inside others; null when gone. */
export function nestedObject(
  key: string,
  id: unknown,
  view: View,
): Record<string, unknown> | null {
  const row = view.store.find(key, id);
  if (!row) {
    return null;
  }
  const model = view.store.model(key);
  return renderObject(model, row, view, {
    only: model.brief,
    withoutCounts: true,
  });
}

function renderField(model: Model, field: Field, row: Row, view: View) {
  const value = row[field.name];
  switch (field.kind) {
    case 'builtin':
      return renderBuiltin(model, field.name, row, view);
    case 'computed':
      return field.compute!(row, view);
    case 'choice':
      return value === '' || value === null || value === undefined
        ? null
        : { value, label: field.choices![String(value)] ?? '' };
    case 'ref':
      return nestedObject(field.to!, value, view);
    case 'refs':
      return (value as number[]).map(id => nestedObject(field.to!, id, view));
    default:
      return value ?? null;
  }
}

function renderBuiltin(model: Model, name: string, row: Row, view: View) {
  switch (name) {
    case 'url':
      return `${view.base}/api/${model.linkPath ?? model.path}/${row.id}/`;
    case 'display_url':
      return `${view.base}/${displayPath(model)}/${row.id}/`;
    case 'display':
      return model.display(row, view.store);
    case 'tags':
      return row.tags.map(id => renderTag(id, view));
    case 'custom_fields':
      return Object.fromEntries(
        customFieldsOf(model.key, view.store).map(field => [
          field.name,
          row.custom_fields[String(field.name)] ?? null,
        ]),
      );
    default:
      return row[name];
  }
}

/** Tags inside objects carry display_url and no description, unlike other relations. */
function renderTag(id: number, view: View) {
  const model = view.store.model('extras.tag');
  const row = view.store.find('extras.tag', id)!;
  return renderObject(model, row, view, {
    only: ['id', 'url', 'display_url', 'display', 'name', 'slug', 'color'],
  });
}

function displayPath(model: Model): string {
  return model.key === 'core.objectchange' ? 'core/changelog' : model.path;
}

/** The custom fields declared for a content type. */
export function customFieldsOf(key: string, store: View['store']): Row[] {
  return store
    .rows('extras.customfield')
    .filter(field => (field.object_types as string[]).includes(key));
}
