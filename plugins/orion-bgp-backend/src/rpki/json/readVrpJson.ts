import { VrpTable } from '../VrpTable';
import { VrpTableBuilder } from '../VrpTableBuilder';
import { JsonListScanner } from './JsonListScanner';
import { readGeneratedAt } from './readGeneratedAt';
import { Aspa, readAspa, readRoa } from './readRoa';
import { VrpJsonError } from './VrpJsonError';

/** More unreadable entries than this part, and the file is not what it should be. */
const MAX_BAD = 0.01;

/** What a validator says. */
export interface VrpJson {
  vrps: VrpTable;
  aspas: Aspa[];
  /** Unix milliseconds, as the validator dates it. */
  generatedAt?: number;
}

/**
 * Reads the JSON of a validator as it comes, in pieces of any length.
 *
 * @throws VrpJsonError
 */
export async function readVrpJson(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { maxBytes }: { maxBytes: number },
): Promise<VrpJson> {
  const builder = new VrpTableBuilder();
  const aspas: Aspa[] = [];
  let generatedAt: number | undefined;
  let bad = 0;
  const onEntry = (list: string, entry: unknown) => {
    const roa = list === 'roas' ? readRoa(entry) : undefined;
    const aspa = list === 'aspas' ? readAspa(entry) : undefined;
    if (roa) {
      builder.add(roa);
    } else if (aspa) {
      aspas.push(aspa);
    } else if (list === 'roas') {
      bad++;
    }
  };
  const scanner = new JsonListScanner(onEntry, {
    metadata: value => {
      generatedAt = readGeneratedAt(value) ?? generatedAt;
    },
  });
  const decoder = new TextDecoder();
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      throw new VrpJsonError(`it is longer than ${maxBytes} bytes`);
    }
    scan(() => scanner.write(decoder.decode(chunk, { stream: true })));
  }
  scan(() => scanner.end());
  if (builder.count === 0) {
    throw new VrpJsonError('it has no VRPs');
  }
  if (bad > builder.count * MAX_BAD) {
    throw new VrpJsonError(`${bad} of its entries are no VRPs`);
  }
  return { vrps: builder.build(), aspas, generatedAt };
}

function scan(step: () => void): void {
  try {
    step();
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new VrpJsonError(error.message, { cause: error });
    }
    throw error;
  }
}
