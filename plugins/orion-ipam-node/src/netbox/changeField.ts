import { NetboxError } from '../NetboxError';
import type { NetboxClient } from '../NetboxClient';
import type { NetboxCustomField } from '../netboxTypes';
import type { ChangeFieldCheck } from '../ipamTypes';

/** The custom field that ties NetBox objects to changes. @public */
export const CHANGE_FIELD = 'orion_change_id';

const REQUIRED_TYPES = ['ipam.ipaddress', 'virtualization.virtualmachine'];

/**
 * Whether NetBox knows the field. Without it NetBox 4.4.10 drops the value in
 * silence and ignores the filter, so nothing could be found again.
 */
export async function checkChangeField(
  client: NetboxClient,
  signal?: AbortSignal,
): Promise<ChangeFieldCheck> {
  let fields: NetboxCustomField[];
  try {
    fields = await client.list<NetboxCustomField>(
      'extras/custom-fields/',
      { name: CHANGE_FIELD },
      signal,
    );
  } catch (error) {
    if (!NetboxError.hasStatus(error, 403)) {
      throw error;
    }
    return {
      ok: false,
      missing: REQUIRED_TYPES,
      message: `The NetBox token may not view custom fields, so ORION cannot tell whether ${CHANGE_FIELD} exists (${error.detail}).`,
    };
  }
  const field = fields.find(candidate => candidate.name === CHANGE_FIELD);
  const missing = REQUIRED_TYPES.filter(
    type => !field?.object_types.includes(type),
  );
  const unusable =
    field &&
    (field.type.value !== 'text' || field.filter_logic.value === 'disabled');
  if (missing.length === 0 && !unusable) {
    return { ok: true, missing };
  }
  return { ok: false, missing, message: howTo(field, missing) };
}

function howTo(field: NetboxCustomField | undefined, missing: string[]) {
  if (!field) {
    return (
      `NetBox has no custom field ${CHANGE_FIELD}. Create it under Customization > Custom Fields: ` +
      `name ${CHANGE_FIELD}, type Text, filter logic Exact, object types ${REQUIRED_TYPES.join(
        ', ',
      )}.`
    );
  }
  return missing.length > 0
    ? `Add the object types ${missing.join(
        ', ',
      )} to NetBox's custom field ${CHANGE_FIELD}.`
    : `NetBox's custom field ${CHANGE_FIELD} must be of type Text with filter logic Exact.`;
}
