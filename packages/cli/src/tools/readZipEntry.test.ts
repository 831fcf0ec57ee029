import { readZipEntry } from './readZipEntry';
import { zip } from './testing';

const files = [
  { name: 'LICENSE', content: 'MPL-2.0', stored: true },
  { name: 'tofu', content: 'engine '.repeat(1000) },
];

describe('readZipEntry', () => {
  it.each(['', 'a comment after the directory'])(
    'reads a stored and a deflated file, comment "%s"',
    comment => {
      const archive = zip(files, comment);
      for (const { name, content } of files) {
        expect(readZipEntry(archive, name).toString()).toBe(content);
      }
    },
  );

  it('says which file is not there', () => {
    expect(() => readZipEntry(zip(files), 'terraform')).toThrow(
      'the ZIP archive holds no terraform',
    );
  });

  it('refuses what is no archive', () => {
    for (const content of ['', 'x', 'x'.repeat(100)]) {
      expect(() => readZipEntry(Buffer.from(content), 'tofu')).toThrow(
        'not a ZIP archive',
      );
    }
  });

  it('notices a changed byte', () => {
    const archive = zip([files[0]]);
    archive.write('X', archive.indexOf('MPL'));
    expect(() => readZipEntry(archive, 'LICENSE')).toThrow('wrong checksum');
  });
});
