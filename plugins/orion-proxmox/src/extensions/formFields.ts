import { FormFieldBlueprint } from '@backstage/plugin-scaffolder-react/alpha';

export const ownerPickerField = FormFieldBlueprint.make({
  name: 'owner-picker',
  params: {
    field: () =>
      import('../components/OwnerPicker/ownerPickerField').then(
        m => m.ownerPickerField,
      ),
  },
});

export const machinePickerField = FormFieldBlueprint.make({
  name: 'machine-picker',
  params: {
    field: () =>
      import('../components/MachinePicker/machinePickerField').then(
        m => m.machinePickerField,
      ),
  },
});
