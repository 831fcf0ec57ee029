import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { MachinePicker } from './MachinePicker';
import { validateMachine } from './validateMachine';

/** `ui:field: OrionMachinePicker` */
export const machinePickerField = createFormField({
  name: 'OrionMachinePicker',
  component: MachinePicker,
  validation: validateMachine,
  schema: makeFieldSchema({
    output: z =>
      z.object({
        cluster: z.string().optional(),
        node: z.string().optional(),
        size: z.string().optional(),
        image: z.string().optional(),
        network: z.string().optional(),
        summary: z.string().optional(),
      }),
  }),
});
