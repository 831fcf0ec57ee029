import {
  KeyboardEvent,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import InputBase from '@mui/material/InputBase';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { orionReactTranslationRef } from '../../translation';
import { useShortcut } from '../../keys/useShortcut';
import { CloseIcon, SearchIcon } from '../icons';
import { touchArea } from '../PageBody/touchArea';
import { formatFilter, parseFilter } from './filterTokens';

const WORDS_SETTLE_MS = 300;

/** The filter, and the fields it knows. @public */
export interface FilterBoxProps {
  /** The whole filter as text, usually kept in the URL. */
  value: string;
  /**
   * Called 300 ms after the last key, and at once for chips, Enter and Escape.
   */
  onChange: (value: string) => void;
  /** Fields that may be written as `field:value`. */
  fields: readonly string[];
  /** Complete tokens offered while typing, for example `state:failed`. */
  suggestions?: readonly string[];
  /** For assistive technology; default "Filter". */
  label?: string;
}

/**
 * One box for words and `field:value`, shown as chips. `/` focuses it.
 *
 * @public
 */
export function FilterBox({
  value,
  onChange,
  fields,
  suggestions,
  label,
}: FilterBoxProps) {
  const { t } = useTranslationRef(orionReactTranslationRef);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const tokens = useMemo(() => parseFilter(value, fields), [value, fields]);
  const [draft, setDraft] = useState(tokens.words);
  const written = useRef(tokens.words);

  useEffect(() => {
    // Only what came from outside, such as a cleared filter, replaces what is being typed.
    if (tokens.words !== written.current) {
      written.current = tokens.words;
      setDraft(tokens.words);
    }
  }, [tokens.words]);

  useEffect(() => {
    if (draft.trim() === tokens.words) {
      return undefined;
    }
    const timer = setTimeout(() => commit(draft), WORDS_SETTLE_MS);
    return () => clearTimeout(timer);
  });

  useShortcut('/', t('keys.filter'), () => input.current?.focus());

  return (
    <Box
      // The frame looks like the field, so it acts like it.
      onClick={() => input.current?.focus()}
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: 0.5,
        flex: '1 1 280px',
        cursor: 'text',
        minWidth: 0,
        minHeight: { xs: 44, sm: 36 },
        border: '1px solid',
        borderColor: 'text.secondary',
        borderRadius: '4px',
        paddingInline: 1,
        '&:focus-within': {
          borderColor: 'primary.main',
          outline: '1px solid currentColor',
        },
      }}
    >
      <SearchIcon />
      {tokens.fields.map(({ field, value: wanted }, index) => (
        <Chip
          key={`${field}:${wanted}`}
          size="small"
          label={`${field}:${wanted}`}
          sx={{ '& .filter-remove': { display: 'inline-flex', ...touchArea } }}
          deleteIcon={
            <span
              role="button"
              className="filter-remove"
              aria-label={t('table.removeFilter', {
                token: `${field}:${wanted}`,
              })}
            >
              <CloseIcon size={14} />
            </span>
          }
          onDelete={() => removeField(index)}
        />
      ))}
      <InputBase
        inputRef={input}
        value={draft}
        onChange={event => setDraft(event.target.value)}
        onKeyDown={onKey}
        placeholder={
          tokens.fields.length > 0
            ? undefined
            : t('table.filterHint', {
                fields: fields.map(field => `${field}:`).join(' '),
              })
        }
        inputProps={{
          'aria-label': label ?? t('table.filter'),
          'aria-keyshortcuts': '/',
          type: 'search',
          autoComplete: 'off',
          spellCheck: false,
          list: suggestions ? listId : undefined,
        }}
        sx={{ flex: '1 1 12ch', fontSize: '0.875rem' }}
      />
      {suggestions && (
        <datalist id={listId}>
          {suggestions.map(suggestion => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      )}
    </Box>
  );

  function onKey(event: KeyboardEvent) {
    if (event.key === 'Enter') {
      commit(draft);
    } else if (
      event.key === 'Backspace' &&
      draft === '' &&
      tokens.fields.length > 0
    ) {
      removeField(tokens.fields.length - 1);
    } else if (event.key === 'Escape') {
      setDraft('');
      commit('');
    }
  }

  /** Turns complete `field:value` words into chips and hands the filter on. */
  function commit(text: string) {
    const added = parseFilter(text, fields);
    const merged = {
      fields: [...tokens.fields, ...added.fields],
      words: added.words,
    };
    written.current = merged.words;
    if (added.fields.length > 0) {
      setDraft(merged.words);
    }
    onChange(formatFilter(merged));
  }

  function removeField(index: number) {
    onChange(
      formatFilter({
        fields: tokens.fields.filter((_, at) => at !== index),
        words: tokens.words,
      }),
    );
  }
}
