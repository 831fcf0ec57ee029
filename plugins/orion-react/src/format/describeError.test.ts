import { describeError } from './describeError';
import { NoAnswerError } from './NoAnswerError';

function refused(status: number, request?: object, url?: string) {
  return {
    name: 'ResponseError',
    message: `Request failed with ${status}`,
    statusCode: status,
    body: { error: { message: 'There is none' }, request },
    response: { url },
  };
}

const URL = 'https://orion.example.org/api/orion-proxmox/guests?limit=100';

describe('describeError', () => {
  it('reads a hidden thing as a missing one', () => {
    const request = { method: 'GET', url: '/guests' };
    expect(describeError(refused(403, request, URL)).denied).toBe(true);
    const missing = describeError(refused(404, request, URL));
    expect(missing).toMatchObject({ denied: true, message: 'There is none' });
    expect(missing.absentAt).toBeUndefined();
  });

  it('tells an address without a plugin from a thing that is not there', () => {
    expect(describeError(refused(404, undefined, URL))).toMatchObject({
      denied: false,
      absentAt: '/api/orion-proxmox',
    });
  });

  it('takes a 404 of unknown origin for a missing thing', () => {
    expect(describeError(refused(404))).toMatchObject({
      denied: true,
      absentAt: undefined,
    });
  });

  it('knows that nothing answered', () => {
    expect(describeError(new TypeError('Failed to fetch')).silent).toBe(true);
  });

  it('knows how long nothing answered', () => {
    expect(describeError(new NoAnswerError(15_000))).toMatchObject({
      silent: true,
      denied: false,
      waitedMs: 15_000,
      message: 'ORION has not answered for more than 15 s',
    });
    expect(describeError(new TypeError('Failed to fetch')).waitedMs).toBe(
      undefined,
    );
  });
});
