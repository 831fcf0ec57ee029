const utf8 = (value: string) => Buffer.from(value, 'utf8');

// Go writes these three as escapes inside JSON; engines are written in Go.
const goJson = (json: string) =>
  json.replace(/[<>&]/g, char => `\\u00${char.charCodeAt(0).toString(16)}`);

function jsonForms(value: string): string[] {
  const once = JSON.stringify(value).slice(1, -1);
  const twice = JSON.stringify(once).slice(1, -1);
  // Twice: a message that quotes JSON inside the JSON stream.
  const escaped = goJson(once);
  return [once, twice, escaped, JSON.stringify(escaped).slice(1, -1)];
}

// encodeURIComponent throws on half a surrogate pair; a buffer replaces it.
const percentEncode = (value: string) =>
  encodeURIComponent(utf8(value).toString('utf8'));

function urlForms(value: string): string[] {
  const component = percentEncode(value);
  const strict = component.replace(
    /[!'()*]/g,
    char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return [component, strict].flatMap(form => [
    form,
    form.replace(/%20/g, '+'),
    form.replace(/%[0-9A-F]{2}/g, code => code.toLowerCase()),
    percentEncode(form),
  ]);
}

/**
 * Base64 of the value alone, and the part of it that stays the same when the
 * value lies inside a longer text, as in a basic authorisation header.
 */
function base64Forms(value: string): string[] {
  const bytes = utf8(value);
  const forms = [bytes.toString('base64'), bytes.toString('base64url')];
  forms.push(forms[0].replace(/=+$/, ''));
  for (const shift of [0, 1, 2]) {
    const shifted = Buffer.concat([Buffer.alloc(shift), bytes]);
    const whole = shifted.subarray(0, shifted.length - (shifted.length % 3));
    const stable = whole.toString('base64').slice(shift === 0 ? 0 : 4);
    if (stable.length >= 12) {
      forms.push(stable, stable.replace(/\+/g, '-').replace(/\//g, '_'));
    }
  }
  return forms;
}

/** Every spelling of a secret that is looked for. */
export function secretForms(value: string): string[] {
  // Engines indent a key or certificate line by line.
  const lines = value.split(/\r?\n/).map(line => line.trim());
  const long = lines.length > 1 ? lines.filter(line => line.length >= 16) : [];
  const forms = [
    value,
    ...jsonForms(value),
    ...urlForms(value),
    ...base64Forms(value),
    ...long,
  ];
  return [...new Set(forms)];
}
