import { Reply } from './Reply';

it('writes a code only where it changes', () => {
  const text = new Reply()
    .line(1000, 'BIRD 2.0.12')
    .line(1011, 'a')
    .line(1011, '')
    .line(1000, 'b')
    .end(13, 'Up');
  expect(text).toBe('1000-BIRD 2.0.12\n1011-a\n \n1000-b\n0013 Up\n');
  expect(new Reply().end(0)).toBe('0000 \n');
  // The last line always has its code.
  expect(new Reply().line(8, 'x').end(8, 'y')).toBe('0008-x\n0008 y\n');
});
