/* The tests are a function, so that a real BIRD can be put to them as well. */
/* eslint-disable jest/no-export */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BirdClient } from './BirdClient';
import {
  changingCommands,
  readingCommands,
  refusedCommands,
  restrictedCommands,
} from './commands';
import { normalize } from './normalize';

/** Lines by command, from a real BIRD 2.0.12 with the world of the contract. */
type Recorded = Record<
  'reading' | 'refused' | 'changing' | 'restricted',
  { command: string; reply: string[] }[]
>;

const recorded: Recorded = JSON.parse(
  // eslint-disable-next-line no-restricted-syntax -- only tests call it
  readFileSync(join(__dirname, 'recorded-2.0.12.json'), 'utf8'),
);

/**
 * Defines the Jest tests of what ORION relies on in BIRD's control socket. The
 * same hold for a real BIRD 2.0.12 whose world is that of `contractWorld`.
 */
export function birdContract(given: () => { path: string }): void {
  let client: BirdClient;

  beforeEach(async () => {
    client = await BirdClient.connect(given().path);
  });
  afterEach(() => client.close());

  const answerOf = (group: keyof Recorded, index: number, command: string) => {
    const found = recorded[group][index];
    expect(found.command).toBe(command);
    return found.reply;
  };

  it('greets with its version', () => {
    expect(client.greeting).toBe('0001 BIRD 2.0.12 ready.\n');
  });

  it.each(readingCommands.map((command, index) => [command, index] as const))(
    'answers %s',
    async (command, index) => {
      const reply = normalize(await client.ask(command));
      expect(reply).toEqual(answerOf('reading', index, command));
    },
  );

  it.each(refusedCommands.map((command, index) => [command, index] as const))(
    'refuses %j',
    async (command, index) => {
      const reply = normalize(await client.ask(command));
      expect(reply).toEqual(answerOf('refused', index, command));
    },
  );

  it('tells its memory', async () => {
    const reply = normalize(await client.ask('show memory'));
    expect(reply.at(-1)).toBe('0000 ');
    expect(reply.slice(2, -1)).toEqual(
      reply
        .slice(2, -1)
        .map(() =>
          expect.stringMatching(
            /^1018 [A-Z][a-z ]+: +\d+\.\d [ kMG]B +\d+\.\d [ kMG]B$/,
          ),
        ),
    );
  });

  it('answers commands that come in one packet or in pieces', async () => {
    client.write('show symbols he_v6\nshow symbols mas');
    expect(await client.next(2_000)).toBe('1010 he_v6   \tprotocol\n');
    client.write('ter4\n');
    expect(await client.next(2_000)).toBe('1010 master4 \trouting table\n');
  });

  it('takes rights away for the rest of the connection', async () => {
    for (const [index, command] of restrictedCommands.entries()) {
      const reply = normalize(await client.ask(command));
      expect([command, reply]).toEqual([
        command,
        answerOf('restricted', index, command),
      ]);
    }
    const other = await BirdClient.connect(given().path);
    expect(await other.ask('disable spare')).toContain('already disabled');
    other.close();
  });

  it('carries out what an operator wants', async () => {
    for (const [index, command] of changingCommands.entries()) {
      const reply = normalize(await client.ask(command));
      expect([command, reply]).toEqual([
        command,
        answerOf('changing', index, command),
      ]);
    }
  });

  it('switches on what was switched off as it is configured, but for what the configuration switches off', async () => {
    const stateOf = async (name: string) =>
      /^1002-\S+ +\S+ +\S+ +(\S+)/m.exec(
        await client.ask(`show protocols ${name}`),
      )?.[1];
    for (const command of ['configure', 'configure timeout 300']) {
      await client.ask('disable he_v4');
      expect(await stateOf('he_v4')).toBe('down');
      expect(await client.ask(command)).toMatch(/^0003 /m);
      expect(await stateOf('he_v4')).not.toBe('down');
      expect(await stateOf('spare')).toBe('down');
    }
    await client.ask('configure confirm');
  });

  it('brings a session back with its routes', async () => {
    const established = async (name: string) => {
      for (let tries = 0; tries < 300; tries++) {
        if (
          (await client.ask(`show protocols ${name}`)).includes('Established')
        ) {
          return true;
        }
        await new Promise(resolve => setTimeout(resolve, 50));
      }
      return false;
    };
    await client.ask('disable he_v4');
    expect(await client.ask('enable he_v4 "back"')).toBe(
      '0011-he_v4: enabled\n0000 \n',
    );
    expect(await client.ask('enable he_v4')).toBe(
      '0010-he_v4: already enabled\n0000 \n',
    );
    expect(await established('he_v4')).toBe(true);
    const details = await client.ask('show protocols all he_v4');
    expect(details).toContain('  Message:        back\n');
    expect(await client.ask('restart he_v4')).toBe(
      '0012-he_v4: restarted\n0000 \n',
    );
    expect(await client.ask('show protocols he_v4')).not.toContain(
      'Established',
    );
    expect(await established('he_v4')).toBe(true);
  });
}
