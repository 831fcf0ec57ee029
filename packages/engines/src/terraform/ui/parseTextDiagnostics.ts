import { Diagnostic } from '../types';

/**
 * Diagnostics of the commands without `-json` (init, import, untaint, state),
 * printed with `-no-color`: a heading, then paragraphs.
 */
export function parseTextDiagnostics(text: string): Diagnostic[] {
  const found: Diagnostic[] = [];
  // Boxes are drawn only on some terminals, and by OpenTofu.
  const lines = text.split('\n').map(line => line.replace(/^[│╷╵]\s?/, ''));
  for (const line of lines) {
    const heading = /^(Error|Warning): (.*)$/.exec(line);
    if (heading) {
      const severity = heading[1] === 'Error' ? 'error' : 'warning';
      found.push({ severity, summary: heading[2], detail: '' });
    } else if (found.length > 0) {
      found[found.length - 1].detail += `${line}\n`;
    }
  }
  for (const diagnostic of found) diagnostic.detail = diagnostic.detail.trim();
  return found;
}
