/** Line types that carry nothing a person needs; unknown types are dropped too. */
const SHOWN = new Set([
  'version',
  'log',
  'planned_change',
  'change_summary',
  'apply_start',
  'apply_progress',
  'apply_complete',
  'apply_errored',
  'refresh_start',
  'resource_drift',
  'diagnostic',
]);

interface UiLine {
  '@level'?: string;
  '@message'?: string;
  '@timestamp'?: string;
  type?: string;
  diagnostic?: { severity: string; summary: string; detail?: string };
}

/**
 * One line of the engine's `-json` stream as people read it: time, then the
 * engine's own sentence. Text that is not JSON stays as it is.
 */
export function renderEngineLine(line: string): string | undefined {
  if (!line.startsWith('{')) {
    return line;
  }
  let parsed: UiLine;
  try {
    parsed = JSON.parse(line);
  } catch {
    return line;
  }
  if (!parsed.type || !SHOWN.has(parsed.type) || !parsed['@message']) {
    return undefined;
  }
  const time = parsed['@timestamp']?.slice(11, 19) ?? '';
  const detail = parsed.diagnostic?.detail?.replace(/\s*\n\s*/g, ' ').trim();
  return `${time} ${parsed['@message']}${detail ? ` ${detail}` : ''}`.trim();
}
