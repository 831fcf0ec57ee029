import { parseProtocols, parseSession } from './parseProtocols';

/** As BIRD 2.0.12 printed it. */
const answers = {
  'the neighbor disabled it with words': [
    'n          BGP        ---        start  23:25:46.011  Active        Received: Administrative shutdown',
    '  Message:        words',
    '  BGP state:          Active',
    '    Last error:       Received: Administrative shutdown',
  ],
  'the neighbor restarted it with words': [
    'n          BGP        ---        start  23:26:02.891  Active        Received: Administrative reset',
    '  Message:        words',
    '  BGP state:          Active',
    '    Last error:       Received: Administrative reset',
  ],
  'five seconds later': [
    'n          BGP        ---        start  23:25:46.011  Active        Socket: Connection refused',
    '  Message:        words',
    '  BGP state:          Active',
    '    Last error:       Socket: Connection refused',
  ],
  'we disabled it with words': [
    'n          BGP        ---        down   23:25:56.552  ',
    '  Message:        words',
    '  BGP state:          Down',
  ],
  // After words at enabling it: they are not those of what switched it off.
  'it disabled itself after an error': [
    'n          BGP        ---        down   23:25:56.552  BGP Error: Hold timer expired',
    '  Message:        words',
    '  BGP state:          Down',
    '    Last error:       BGP Error: Hold timer expired',
  ],
  'we disabled it without words': [
    'n          BGP        ---        down   23:25:56.552  ',
    '  BGP state:          Down',
  ],
  'we enabled it with words': [
    'n          BGP        ---        start  23:25:57.562  Active        ',
    '  Message:        words',
    '  BGP state:          Active',
  ],
};

it.each<[keyof typeof answers, string | undefined]>([
  ['the neighbor disabled it with words', 'neighbor'],
  ['the neighbor restarted it with words', 'neighbor'],
  ['five seconds later', undefined],
  ['we disabled it with words', 'own'],
  ['it disabled itself after an error', undefined],
  ['we disabled it without words', undefined],
  ['we enabled it with words', undefined],
])('%s: the words are of %s', (name, expected) => {
  const [head, ...details] = answers[name];
  const [protocol] = parseProtocols([
    { code: 1002, text: head },
    ...details.map(text => ({ code: 1006, text })),
  ]);
  const { reading } = parseSession(protocol)!;
  expect(reading.shutdownMessage).toBe(
    name.endsWith('without words') ? undefined : 'words',
  );
  expect(reading.shutdownMessageFrom).toBe(expected);
});
