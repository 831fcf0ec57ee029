import { createScrubber } from './createScrubber';

const secret = 'p<ä>"ss & w/ord+1';

describe('createScrubber', () => {
  const { scrub } = createScrubber([secret]);

  it.each([
    ['as it is', secret],
    ['in JSON', JSON.stringify({ a: secret })],
    ['in JSON in JSON', JSON.stringify(JSON.stringify(secret))],
    ['in JSON as Go writes it', '"p\\u003cä\\u003e\\"ss \\u0026 w/ord+1"'],
    ['in a URL', `https://x/?p=${encodeURIComponent(secret)}`],
    ['in a form', new URLSearchParams({ p: secret }).toString()],
    [
      'in lower-case escapes',
      encodeURIComponent(secret).replace(/%../g, c => c.toLowerCase()),
    ],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in base64url', Buffer.from(secret).toString('base64url')],
    ['after one byte in base64', Buffer.from(`:${secret}`).toString('base64')],
    [
      'in a basic authorisation',
      Buffer.from(`root:${secret}`).toString('base64'),
    ],
    ['before more in base64', Buffer.from(`ab${secret}cd`).toString('base64')],
  ])('removes it %s', (_, text) => {
    const scrubbed = scrub(`before ${text} after`);
    expect(scrubbed).toContain('[secret]');
    expect(scrubbed).toMatch(/^before .* after$/);
    expect(scrubbed).not.toContain('ord');
  });

  it('removes the lines of a key, however they are indented', () => {
    const key =
      '-----BEGIN KEY-----\nAAAAAAAAAAAAAAAAAAAAAAAA\n-----END KEY-----';
    const text = key.replace(/\n/g, '\n    ');
    expect(createScrubber([key]).scrub(text)).not.toContain('AAAA');
  });

  it('removes the longer of two secrets that overlap', () => {
    const both = createScrubber(['abcdef', 'abcdefghij']);
    expect(both.scrub('x abcdefghij y abcdef z')).toBe(
      'x [secret] y [secret] z',
    );
  });

  it('leaves text alone for short, blank and no values', () => {
    const short = createScrubber(['on', '', '        ', '12345']);
    expect(short.scrub('on 12345          end')).toBe('on 12345          end');
    expect(short.ignoredCount).toBe(4);
    expect(createScrubber([]).stream().write('text')).toBe('text');
    expect(createScrubber(['on'], { minLength: 2 }).scrub('on')).toBe(
      '[secret]',
    );
  });

  it('takes secrets with half a surrogate pair', () => {
    expect(createScrubber(['half \ud800 pair']).scrub('half \ud800 pair')).toBe(
      '[secret]',
    );
  });
});

describe('a scrubbed stream', () => {
  const secrets = ['abcabd', 'abcabdxyz', 'tokentoken'];
  const text = 'abcabcabd abcabdxyz tokentokentoken abcab';
  const whole = 'abc[secret] [secret] [secret]token abcab';

  it('is the same however the text is cut', () => {
    const scrubber = createScrubber(secrets);
    expect(scrubber.scrub(text)).toBe(whole);
    for (let first = 0; first <= text.length; first++) {
      for (let second = first; second <= text.length; second++) {
        const stream = scrubber.stream();
        const parts = [
          text.slice(0, first),
          text.slice(first, second),
          text.slice(second),
        ];
        const out = parts.map(part => stream.write(part)).join('');
        expect(out + stream.end()).toBe(whole);
      }
    }
  });

  it('passes on what cannot become a secret', () => {
    const stream = createScrubber(['secret-value']).stream();
    expect(stream.write('plain text sec')).toBe('plain text ');
    expect(stream.write('ond')).toBe('second');
    expect(stream.write('secret-val')).toBe('');
    expect(stream.write('ue.')).toBe('[secret].');
    expect(stream.end()).toBe('');
  });
});
