import { parseTextDiagnostics } from './parseTextDiagnostics';
import { parseUiStream, UiStream } from './UiStream';

const resource = { addr: 'vm.this', resource_type: 'vm' };
const lines = [
  { type: 'version', terraform: '1.11.4', ui: '1.2' },
  { type: 'refresh_start', hook: { resource } },
  { type: 'refresh_complete', hook: { resource, id_value: '1' } },
  { type: 'resource_drift', change: { resource, action: 'update' } },
  {
    type: 'planned_change',
    change: { resource, action: 'replace', reason: 'cannot_update' },
  },
  { type: 'something_new', anything: 1 },
  { type: 'apply_start', hook: { resource, action: 'create' } },
  {
    type: 'apply_progress',
    hook: { resource, action: 'create', elapsed_seconds: 10 },
  },
  {
    type: 'provision_progress',
    hook: { resource, provisioner: 'x', output: 'hidden' },
  },
  {
    type: 'diagnostic',
    diagnostic: {
      severity: 'warning',
      summary: 'Careful',
      detail: 'é 😀',
      address: 'vm.this',
      range: { filename: 'main.tf', start: { line: 3 } },
      snippet: {
        code: 'password = "hidden"',
        values: [{ statement: 'hidden' }],
      },
    },
  },
  {
    type: 'apply_complete',
    hook: { resource, action: 'create', elapsed_seconds: 12, id_value: '101' },
  },
  {
    type: 'change_summary',
    changes: { operation: 'apply', add: 1, change: 0, import: 0, remove: 1 },
  },
  {
    type: 'outputs',
    outputs: { b: { value: 'hidden' }, a: { value: 'hidden' } },
  },
];
const log = lines.map(line => `${JSON.stringify(line)}\n`).join('');

const expected = {
  engineVersion: '1.11.4',
  resources: [
    {
      address: 'vm.this',
      action: 'replace',
      state: 'done',
      elapsedSeconds: 12,
      id: '101',
      reason: 'cannot_update',
    },
  ],
  drift: [{ address: 'vm.this', action: 'update' }],
  diagnostics: [
    {
      severity: 'warning',
      summary: 'Careful',
      detail: 'é 😀',
      address: 'vm.this',
      file: 'main.tf',
      line: 3,
    },
  ],
  refreshed: 1,
  summary: { operation: 'apply', add: 1, change: 0, import: 0, remove: 1 },
  outputs: ['a', 'b'],
};

describe('UiStream', () => {
  it('tells the progress of a whole log, without values', () => {
    const progress = parseUiStream(log);
    expect(progress).toEqual(expected);
    expect(JSON.stringify(progress)).not.toContain('hidden');
  });

  it.each([1, 7, 64, 1000])('is the same in pieces of %d', size => {
    const stream = new UiStream();
    const types: string[] = [];
    for (let at = 0; at < log.length; at += size) {
      types.push(...stream.feed(log.slice(at, at + size)).map(e => e.type));
    }
    types.push(...stream.end().map(event => event.type));
    expect(stream.progress).toEqual(expected);
    expect(types).toHaveLength(lines.length - 2);
  });

  it('keeps half a line until its end, or the end of the run', () => {
    const stream = new UiStream();
    expect(stream.feed('{"type":"version","terra')).toEqual([]);
    expect(stream.feed('form":"1"}')).toEqual([]);
    expect(stream.end()).toEqual([{ type: 'version', version: '1' }]);
  });

  it('passes over what is not the stream', () => {
    const noise = [
      'panic: runtime error',
      '{"type":"apply_start"}',
      '{"type":"__proto__"}',
      '{"type":"diagnostic"',
      '[]',
      '',
    ];
    expect(parseUiStream(noise.join('\n')).resources).toEqual([]);
  });

  it('marks what failed', () => {
    const failed = {
      type: 'apply_errored',
      hook: { resource, action: 'create', elapsed_seconds: 3 },
    };
    expect(parseUiStream(JSON.stringify(failed)).resources).toEqual([
      {
        address: 'vm.this',
        action: 'create',
        state: 'failed',
        elapsedSeconds: 3,
      },
    ]);
  });
});

describe('parseTextDiagnostics', () => {
  it.each([
    ['plain', '\nError: No provider\n\nIt is\nmissing.\n\nWarning: Old\n'],
    [
      'boxed',
      '╷\n│ Error: No provider\n│ \n│ It is\n│ missing.\n╵\nWarning: Old\n',
    ],
  ])('reads %s ones', (_, text) => {
    expect(parseTextDiagnostics(text)).toEqual([
      { severity: 'error', summary: 'No provider', detail: 'It is\nmissing.' },
      { severity: 'warning', summary: 'Old', detail: '' },
    ]);
  });

  it('finds none in other text', () => {
    expect(parseTextDiagnostics('Initializing...\n')).toEqual([]);
  });
});
