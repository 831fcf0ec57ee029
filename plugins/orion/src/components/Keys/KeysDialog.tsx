import { Fragment, useId } from 'react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import FormControlLabel from '@mui/material/FormControlLabel';
import Switch from '@mui/material/Switch';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useShortcutList } from '@orion/backstage-plugin-orion-react';
import { orionTranslationRef } from '../../translation';

/** Which keys work on this page, and the switch that turns them off. */
export function KeysDialog() {
  const { t } = useTranslationRef(orionTranslationRef);
  const { open, show, shortcuts, keysOn, setKeysOn } = useShortcutList();
  const titleId = useId();
  const always = [
    { keys: t('keys.arrows'), label: t('keys.arrowsText') },
    { keys: t('keys.enter'), label: t('keys.enterText') },
  ];
  return (
    <Dialog
      open={open}
      onClose={() => show(false)}
      aria-labelledby={titleId}
      maxWidth="sm"
      fullWidth
    >
      <DialogTitle id={titleId}>{t('keys.title')}</DialogTitle>
      <DialogContent>
        <FormControlLabel
          control={
            <Switch
              checked={keysOn}
              onChange={event => setKeysOn(event.target.checked)}
            />
          }
          label={t('keys.switch')}
        />
        <Typography variant="body2" color="text.secondary">
          {t('keys.hint')}
        </Typography>
        <Box
          component="dl"
          sx={{
            display: 'grid',
            gridTemplateColumns: 'auto minmax(0, 1fr)',
            columnGap: 2,
            rowGap: 1,
            alignItems: 'center',
            marginBlock: 2,
          }}
        >
          {[...shortcuts, ...always].map(({ keys, label }) => (
            <Fragment key={keys}>
              <Box component="dt">
                {keys.split(' ').map((key, index) => (
                  <Key key={`${index} ${key}`}>{key}</Key>
                ))}
              </Box>
              <Box component="dd" sx={{ margin: 0 }}>
                {label}
              </Box>
            </Fragment>
          ))}
        </Box>
      </DialogContent>
      <DialogActions>
        <Button onClick={() => show(false)}>{t('keys.close')}</Button>
      </DialogActions>
    </Dialog>
  );
}

function Key({ children }: { children: string }) {
  return (
    <Box
      component="kbd"
      sx={{
        display: 'inline-block',
        minWidth: 28,
        marginInlineEnd: 0.5,
        paddingInline: '6px',
        paddingBlock: '2px',
        textAlign: 'center',
        border: '1px solid',
        borderColor: 'text.secondary',
        borderRadius: '4px',
        fontFamily: 'monospace',
        fontSize: '0.875rem',
      }}
    >
      {children}
    </Box>
  );
}
