import { BgpWorld } from '../../bgp/BgpWorld';
import { Reply } from '../Reply';

/** `show symbols`: the router's own names, without those of BIRD itself. */
export function renderSymbols(
  { state }: BgpWorld,
  { type, name }: { type?: string; name?: string },
): string {
  const protocols = [...state.others, ...state.sessions];
  const symbols: [string, string][] = [
    ['master4', 'routing table'],
    ['master6', 'routing table'],
    ...protocols.map(({ name: own }): [string, string] => [own, 'protocol']),
  ];
  const line = (text: string, kind: string) => `${text.padEnd(8)}\t${kind}`;
  if (name !== undefined) {
    const [, kind = 'undefined'] =
      symbols.find(([text]) => text === name) ?? [];
    return new Reply().end(1010, line(name, kind));
  }
  const kind = type === 'table' ? 'routing table' : type;
  const reply = new Reply();
  for (const [text, of] of symbols) {
    if (!kind || kind === of) {
      reply.line(1010, line(text, of));
    }
  }
  return reply.end(0);
}
