import TextField from '@mui/material/TextField';

export interface Choice {
  value: string;
  text: string;
  disabled?: boolean;
}

export interface ChoiceFieldProps {
  label: string;
  value: string | undefined;
  choices: Choice[];
  onChange: (value: string) => void;
  disabled?: boolean;
  /** A warning under the field. */
  note?: string;
}

/** A plain select: it works with every keyboard and on every phone. */
export function ChoiceField(props: ChoiceFieldProps) {
  const { label, value, choices, onChange, disabled, note } = props;
  return (
    <TextField
      select
      fullWidth
      variant="standard"
      label={label}
      value={value ?? ''}
      disabled={disabled}
      helperText={note}
      onChange={event => onChange(event.target.value)}
      SelectProps={{ native: true }}
      sx={{ '& select': { textOverflow: 'ellipsis' } }}
      InputLabelProps={{ shrink: true }}
    >
      {choices.map(choice => (
        <option
          key={choice.value}
          value={choice.value}
          disabled={choice.disabled}
        >
          {choice.text}
        </option>
      ))}
    </TextField>
  );
}
