import { useId } from 'react';
import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { GuestSize } from '@orion/backstage-plugin-orion-proxmox-common';
import { formatCount, formatMib } from '@orion/backstage-plugin-orion-react';
import { orionProxmoxTranslationRef } from '../../translation';

export interface SizeCardsProps {
  sizes: GuestSize[];
  value: string | undefined;
  onChange: (id: string) => void;
  disabled?: boolean;
}

/** Sizes as cards one can compare; radio buttons to keyboard and screen reader. */
export function SizeCards({
  sizes,
  value,
  onChange,
  disabled,
}: SizeCardsProps) {
  const { t } = useTranslationRef(orionProxmoxTranslationRef);
  const name = useId();
  return (
    <Box
      component="fieldset"
      sx={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}
    >
      <Box
        component="legend"
        sx={{ padding: 0, marginBlockEnd: 0.5, fontSize: '0.8125rem' }}
      >
        {t('machine.size')}
      </Box>
      <Box
        sx={{
          display: 'grid',
          gap: 1,
          gridTemplateColumns: {
            xs: '1fr',
            sm: 'repeat(auto-fit, minmax(150px, 1fr))',
          },
        }}
      >
        {sizes.map(size => (
          <Box
            key={size.id}
            component="label"
            sx={{
              display: 'grid',
              gridTemplateColumns: 'auto 1fr',
              columnGap: 1,
              alignItems: 'start',
              minHeight: 44,
              padding: 1.5,
              border: '1px solid',
              borderColor: size.id === value ? 'text.primary' : 'divider',
              boxShadow:
                size.id === value ? 'inset 0 0 0 1px currentColor' : 'none',
              borderRadius: '4px',
              cursor: disabled ? 'default' : 'pointer',
              '&:has(:focus-visible)': {
                outline: '2px solid',
                outlineOffset: '2px',
              },
            }}
          >
            <input
              type="radio"
              name={name}
              value={size.id}
              checked={size.id === value}
              disabled={disabled}
              onChange={() => onChange(size.id)}
              style={{ marginBlockStart: 4 }}
            />
            <Box component="span" sx={{ display: 'grid' }}>
              <Box component="span" sx={{ fontWeight: 600 }}>
                {size.title}
              </Box>
              <Box
                component="span"
                sx={{ fontSize: '0.875rem', color: 'text.secondary' }}
              >
                {t('machine.cores', { count: size.cores })}
                <br />
                {t('machine.memory', { memory: formatMib(size.memoryMib) })}
                <br />
                {t('machine.disk', { disk: formatCount(size.diskGib) })}
              </Box>
            </Box>
          </Box>
        ))}
      </Box>
    </Box>
  );
}
