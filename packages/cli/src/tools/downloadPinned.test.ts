import { downloadPinned } from './downloadPinned';
import { serve, sha256 } from './testing';
import { UnavailableError } from './UnavailableError';

const content = Buffer.from('what was published');
const servers: { close(): void }[] = [];

async function release(
  answer: Parameters<typeof serve>[0],
  digest = sha256(content),
) {
  const server = await serve(answer);
  servers.push(server);
  return { name: 'OpenTofu', url: server.url, sha256: digest };
}

describe('downloadPinned', () => {
  afterEach(() => servers.splice(0).forEach(server => server.close()));

  it('gives the archive with the pinned digest', async () => {
    const pinned = await release(response => response.end(content));
    expect(await downloadPinned(pinned)).toEqual(content);
  });

  it('never gives anything else, and names both digests', async () => {
    const pinned = await release(response => response.end('changed'));
    const failure = downloadPinned(pinned);
    await expect(failure).rejects.not.toBeInstanceOf(UnavailableError);
    await expect(failure).rejects.toThrow(
      new RegExp(
        `has SHA-256 ${sha256(Buffer.from('changed'))} instead of the pinned ${
          pinned.sha256
        }`,
      ),
    );
  });

  it('says that there is no such file', async () => {
    const pinned = await release(response =>
      response.writeHead(404).end('gone'),
    );
    const failure = downloadPinned(pinned);
    await expect(failure).rejects.toBeInstanceOf(UnavailableError);
    await expect(failure).rejects.toThrow(
      /^127\.0\.0\.1:\d+ did not deliver OpenTofu: HTTP 404$/,
    );
  });

  it('gives up on a host that stops talking', async () => {
    const pinned = await release(response => response.write('half'));
    await expect(downloadPinned(pinned, 300)).rejects.toThrow(
      /did not deliver OpenTofu: .*time/,
    );
  });

  it('says that nobody answers', async () => {
    const pinned = await release(() => {});
    servers.splice(0).forEach(server => server.close());
    const failure = downloadPinned(pinned);
    await expect(failure).rejects.toBeInstanceOf(UnavailableError);
    await expect(failure).rejects.toThrow(/ECONNREFUSED/);
  });
});
