import { parseParts } from './parseParts';
import { parseProtocols } from './parseProtocols';

/** As BIRD 2.0.12 prints them, with a cache that answers and one that does not. */
const text = `
1002-device1    Device     ---        up     09:17:31.893
1002-kernel4    Kernel     master4    up     09:17:31.893
1006-  Channel ipv4
     State:          UP
     Table:          master4
     Preference:     10
     Input filter:   REJECT
     Output filter:  (unnamed)
     Routes:         0 imported, 3 exported, 0 preferred
1002-kernel6    Kernel     master6    down   09:17:31.893
1006-  Channel ipv6
     State:          DOWN
     Table:          master6
     Input filter:   ACCEPT
     Output filter:  ACCEPT
1002-learner    Kernel     other6     up     09:17:31.893
1006-  Channel ipv6
     State:          UP
     Input filter:   ACCEPT
     Output filter:  REJECT
     Routes:         7 imported, 0 exported, 7 preferred
1002-validator1 RPKI       ---        up     09:17:31.894  Established
1006-  Cache server:     127.0.0.1
     Cache port:       28282
     Status:           Established
     Refresh timer   : 3596.005/3600
     Channel roa4
     State:          UP
     Routes:         2 imported, 0 exported, 2 preferred
     Channel roa6
     State:          UP
     Routes:         1 imported, 0 exported, 1 preferred
1002-gone1      RPKI       ---        start  09:17:31.893  Transport-Error
1006-  Cache server:     127.0.0.1
     Status:           Transport-Error
     Channel roa4
     State:          DOWN
     Table:          roa4t
   No roa6 channel
`;

function read(): ReturnType<typeof parseProtocols> {
  let code = 0;
  return parseProtocols(
    text
      .trim()
      .split('\n')
      .map(line => {
        const [, digits, rest] = /^(\d{4})-(.*)$/.exec(line) ?? [];
        code = digits ? Number(digits) : code;
        const body = rest ?? line;
        // The channel's own line has two spaces wherever it stands above.
        return {
          code,
          text: body.replace(/^ +(Channel )/, '  $1').replace(/^ {5}/, '    '),
        };
      }),
  );
}

it('tells caches, what they gave, and what writes the kernel', () => {
  expect(parseParts(read())).toEqual({
    rpkiCaches: [
      { name: 'validator1', up: true, vrps: { ipv4: 2, ipv6: 1 } },
      { name: 'gone1', up: false, vrps: {} },
    ],
    fibWriters: [
      { name: 'kernel4', family: 'ipv4-unicast', up: true, routes: 3 },
      { name: 'kernel6', family: 'ipv6-unicast', up: false, routes: undefined },
    ],
  });
});

it('finds nothing where there is nothing', () => {
  expect(parseParts([])).toEqual({ rpkiCaches: [], fibWriters: [] });
});
