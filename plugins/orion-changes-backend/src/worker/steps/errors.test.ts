import {
  ConflictError,
  InputError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { isTransient, messageOf } from './errors';

const error = (name: string, more: object = {}) =>
  Object.assign(new Error(`a ${name}`), { name }, more);

describe('isTransient', () => {
  it.each<[string, unknown]>([
    ['a service that is down', new ServiceUnavailableError('down')],
    ['a refused connection', error('Error', { code: 'ECONNREFUSED' })],
    [
      'a failed fetch',
      Object.assign(new TypeError('fetch failed'), {
        cause: error('Error', { code: 'ENOTFOUND' }),
      }),
    ],
    ['NetBox without an answer', error('NetboxError', { status: undefined })],
    ['NetBox that fails', error('NetboxError', { status: 502 })],
    [
      'Proxmox that says so',
      error('PveError', { status: 500, transient: true }),
    ],
    ['too many requests', error('ResponseError', { statusCode: 429 })],
    ['a serialization failure', error('error', { code: '40001' })],
    ['a database that shuts down', error('error', { code: '57P01' })],
    ['a pool without a connection', error('KnexTimeoutError')],
    [
      'a connection that broke',
      new Error('Connection terminated unexpectedly'),
    ],
    ['a time limit', error('TimeoutError')],
  ])('%s: yes', (_what, given) => {
    expect(isTransient(given)).toBe(true);
  });

  it.each<[string, unknown]>([
    ['a plain error', new Error('The plan does more than create')],
    ['a fault in the code', new TypeError('undefined is not a function')],
    ['wrong input', new InputError('name: taken')],
    ['a conflict', new ConflictError('taken')],
    ['an engine that failed', error('EngineError', { exitCode: 1 })],
    [
      'a command that does not exist',
      error('RunStartError', { code: 'ENOENT' }),
    ],
    ['NetBox that refuses', error('NetboxError', { status: 403 })],
    [
      'Proxmox that refuses',
      error('PveError', { status: 500, transient: false }),
    ],
    ['a broken statement', error('error', { code: '42P01' })],
    ['no error at all', 'oops'],
    ['nothing', undefined],
  ])('%s: no', (_what, given) => {
    expect(isTransient(given)).toBe(false);
  });
});

describe('messageOf', () => {
  it('caps what an upstream says', () => {
    expect(messageOf(new Error('x'.repeat(5_000)))).toHaveLength(1_001);
    expect(messageOf('plain')).toBe('plain');
  });
});
