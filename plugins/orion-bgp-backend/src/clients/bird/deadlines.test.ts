import { Duplex } from 'node:stream';
import { BirdConnection } from './BirdConnection';

/** A BIRD that greets, restricts itself, and then says nothing. */
function mute(): Duplex {
  const stream = new Duplex({
    read() {},
    write(chunk, _, done) {
      if (String(chunk).startsWith('restrict')) {
        stream.push('0016 Access restricted\n');
      }
      if (String(chunk).startsWith('timeformat')) {
        stream.push('9001 syntax error\n');
      }
      done();
    },
  });
  stream.push('0001 BIRD 2.0.12 ready.\n');
  return stream;
}

describe('BirdConnection without deadlines of its own', () => {
  afterEach(() => void jest.useRealTimers());

  it.each([
    ['a command', false, 10_000],
    ['a dump', true, 120_000],
  ])('gives up on %s just in time', async (_, dump, ms) => {
    const connection = await BirdConnection.connect({
      router: 'gw1',
      open: async () => mute(),
    });
    jest.useFakeTimers();
    const ended = jest.fn();
    const asked = connection
      .lines({ kind: 'status' }, { dump })
      .catch(error => ended(error.problem));
    await jest.advanceTimersByTimeAsync(ms - 1);
    expect(ended).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    await asked;
    expect(ended).toHaveBeenCalledWith('deadline');
  });
});
