import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { OwnerPicker } from './OwnerPicker';

/** `ui:field: OrionOwnerPicker` */
export const ownerPickerField = createFormField({
  name: 'OrionOwnerPicker',
  component: OwnerPicker,
  schema: makeFieldSchema({ output: z => z.string() }),
});
