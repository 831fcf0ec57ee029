import { inTurn } from './inTurn';

describe('inTurn', () => {
  it('asks the next one when the one before has answered', async () => {
    const told: string[] = [];
    const answers = await inTurn([3, 1, 2], async number => {
      told.push(`asked ${number}`);
      await new Promise(resolve => setTimeout(resolve, number));
      told.push(`answered ${number}`);
      return number * 2;
    });
    expect(answers).toEqual([6, 2, 4]);
    expect(told).toEqual([
      'asked 3',
      'answered 3',
      'asked 1',
      'answered 1',
      'asked 2',
      'answered 2',
    ]);
  });

  it('asks nobody after one that failed', async () => {
    const ask = jest.fn().mockRejectedValue(new Error('silent'));
    await expect(inTurn([1, 2], ask)).rejects.toThrow('silent');
    expect(ask).toHaveBeenCalledTimes(1);
  });
});
