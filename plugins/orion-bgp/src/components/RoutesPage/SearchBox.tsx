import { FormEvent, KeyboardEvent, useEffect, useRef, useState } from 'react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import TextField from '@mui/material/TextField';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RouteMatch } from '@orion/backstage-plugin-orion-bgp-common';
import { touchArea, useShortcut } from '@orion/backstage-plugin-orion-react';
import { orionBgpTranslationRef } from '../../translation';

export interface SearchBoxProps {
  q: string;
  match?: RouteMatch;
  router: string;
  onSearch: (q: string) => void;
  onMatch: (match?: RouteMatch) => void;
  /** Lets go of the one router. */
  onRouter: () => void;
  /** Gives the running search up; answers the one it goes back to, if one ran. */
  onCancel: () => { q: string } | undefined;
}

const AUTO = 'auto';

/** One box for everything; what it was understood as stands above the answer. */
export function SearchBox(props: SearchBoxProps) {
  const { q, match, router } = props;
  const { onSearch, onMatch, onRouter, onCancel } = props;
  const { t } = useTranslationRef(orionBgpTranslationRef);
  const [text, setText] = useState(q);
  const input = useRef<HTMLInputElement>(null);
  useShortcut('/', t('routes.search'), () => input.current?.focus());
  // What was typed and cancelled stays, to be put right; the next Escape takes it back.
  const keptFor = useRef<string>();
  useEffect(() => {
    const isKept = keptFor.current === q;
    keptFor.current = undefined;
    if (!isKept) {
      setText(q);
    }
  }, [q]);
  const onEscape = ({ key, target }: KeyboardEvent) => {
    if (key !== 'Escape') {
      return;
    }
    const before = onCancel();
    if (before) {
      keptFor.current = before.q;
    } else if (target === input.current) {
      setText(q);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSearch(text.trim());
  };
  return (
    <Box sx={{ display: 'grid', gap: 1 }} onKeyDown={onEscape}>
      <Box
        component="form"
        role="search"
        onSubmit={submit}
        sx={{ display: 'flex', gap: 1, alignItems: 'start' }}
      >
        <TextField
          fullWidth
          size="small"
          label={t('routes.search')}
          value={text}
          onChange={event => setText(event.target.value)}
          inputRef={input}
          sx={{ '& .MuiInputBase-root': { minHeight: { xs: 44, sm: 40 } } }}
          inputProps={{
            maxLength: 300,
            autoCapitalize: 'off',
            autoCorrect: 'off',
            spellCheck: false,
            // What is searched for reads from left to right in every script.
            dir: 'ltr',
            style: { fontFamily: 'monospace' },
          }}
        />
        <Button
          type="submit"
          variant="contained"
          sx={{ height: { xs: 44, sm: 40 } }}
        >
          {t('routes.button')}
        </Button>
      </Box>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          gap: 1,
          alignItems: 'center',
        }}
      >
        <ToggleButtonGroup
          exclusive
          size="small"
          value={match ?? AUTO}
          onChange={(_, next) =>
            next && onMatch(next === AUTO ? undefined : next)
          }
          aria-label={t('routes.match')}
        >
          {(
            [
              [AUTO, t('routes.auto')],
              ['exact', t('routes.exact')],
              ['covering', t('routes.covering')],
              ['more-specific', t('routes.moreSpecific')],
            ] as const
          ).map(([value, label]) => (
            <ToggleButton
              key={value}
              value={value}
              sx={{ paddingBlock: '2px', textTransform: 'none', ...touchArea }}
            >
              {label}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        {router && (
          <Chip size="small" label={`router:${router}`} onDelete={onRouter} />
        )}
      </Box>
    </Box>
  );
}
