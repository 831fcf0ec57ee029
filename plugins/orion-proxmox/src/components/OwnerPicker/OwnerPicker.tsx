import { useEffect } from 'react';
import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import {
  formatCount,
  formatMib,
  LoadError,
  LoadingBlock,
} from '@orion/backstage-plugin-orion-react';
import { useMyGroups } from '../../hooks/useMyGroups';
import { useQuotaLeft } from '../../hooks/useQuotaLeft';
import { orionProxmoxTranslationRef } from '../../translation';

/** A choice among the person's own groups, with what is left of the chosen one's quota. */
export function OwnerPicker(props: FieldExtensionComponentProps<string>) {
  const {
    formData,
    onChange,
    required,
    rawErrors,
    schema,
    uiSchema,
    idSchema,
    disabled,
  } = props;
  const { t } = useTranslationRef(orionProxmoxTranslationRef);
  const groups = useMyGroups();
  const known = 'data' in groups ? groups.data : undefined;
  const value = known?.some(({ entityRef }) => entityRef === formData)
    ? formData
    : undefined;
  const left = useQuotaLeft(value);
  const only = known?.length === 1 ? known[0].entityRef : undefined;

  useEffect(() => {
    if (known && formData !== value) {
      // A link may carry somebody else's group.
      onChange(undefined as never);
    } else if (required && only && !value) {
      onChange(only);
    }
  }, [known, formData, value, only, required, onChange]);

  if (groups.status === 'loading') {
    return (
      <LoadingBlock of={t('owner.what')} heights={[{ xs: 143, sm: 103 }]} />
    );
  }
  if (groups.status === 'error') {
    return (
      <LoadError
        error={groups.error}
        retry={groups.retry}
        of={t('owner.what')}
        list
      />
    );
  }
  if (groups.data.length === 0) {
    return <Typography role="alert">{t('owner.none')}</Typography>;
  }
  const description = uiSchema?.['ui:description'] ?? schema.description;
  const quota =
    left &&
    t('owner.quota', {
      vms: formatCount(left.vms),
      cores: formatCount(left.cores),
      memory: formatMib(left.memoryMib),
      disk: formatCount(left.diskGib),
    });
  return (
    <TextField
      id={idSchema?.$id}
      select
      fullWidth
      variant="standard"
      margin="dense"
      label={schema.title ?? t('owner.label')}
      required={required}
      disabled={disabled}
      error={Boolean(rawErrors?.length)}
      value={value ?? ''}
      onChange={event => onChange(event.target.value || (undefined as never))}
      helperText={
        <>
          {description}
          {/* It comes later than the field, and must not push the next one. */}
          <Box
            component="span"
            sx={{ display: 'block', minHeight: { xs: '3.32em', sm: '1.66em' } }}
          >
            {quota}
          </Box>
        </>
      }
      SelectProps={{ native: true }}
      InputLabelProps={{ shrink: true }}
    >
      <option value="" disabled>
        {t('owner.choose')}
      </option>
      {groups.data.map(({ entityRef, title }) => (
        <option key={entityRef} value={entityRef}>
          {title}
        </option>
      ))}
    </TextField>
  );
}
