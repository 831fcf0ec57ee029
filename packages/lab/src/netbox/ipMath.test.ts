import {
  cidrsOf,
  compareInet,
  formatInet,
  parseInet,
  spanOf,
  subtractSpans,
} from './ipMath';

describe('ipMath', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1/32'],
    ['10.0.0.1/24', '10.0.0.1/24'],
    ['2001:DB8:0:0::1/64', '2001:db8::1/64'],
    ['::/0', '::/0'],
  ])('reads %s', (text, normal) => {
    expect(formatInet(parseInet(text)!)).toBe(normal);
  });

  it.each(['', '10.0.0', '10.0.0.256', '10.0.0.1/33', '10.0.0.1/', 'x/8', 7])(
    'refuses %p',
    text => {
      expect(parseInet(text)).toBeUndefined();
    },
  );

  it('orders as PostgreSQL does', () => {
    const sorted = ['2001:db8::/32', '10.0.0.0/24', '10.0.0.9/16', '10.0.0.0/8']
      .map(text => parseInet(text)!)
      .sort(compareInet)
      .map(formatInet);
    expect(sorted).toEqual([
      '10.0.0.0/8',
      '10.0.0.9/16',
      '10.0.0.0/24',
      '2001:db8::/32',
    ]);
  });

  it('cuts used blocks out and names what remains', () => {
    const span = (text: string) => spanOf(parseInet(text)!);
    const free = subtractSpans(span('10.0.0.0/24'), [
      span('10.0.0.64/26'),
      span('10.0.0.64/28'),
      span('9.0.0.0/8'),
    ]);
    expect([...cidrsOf(4, free)].map(formatInet)).toEqual([
      '10.0.0.0/26',
      '10.0.0.128/25',
    ]);
    expect(subtractSpans(span('10.0.0.0/24'), [span('10.0.0.0/8')])).toEqual(
      [],
    );
  });
});
