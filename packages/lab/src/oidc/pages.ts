import { labAccounts, type LabAccount } from './accounts';

const STYLE = `
:root { color-scheme: light dark; --bg: #f4f6f8; --card: #fff; --text: #14202b;
  --soft: #4c5b68; --line: #c3ccd4; --accent: #00687a; --hover: #e3f4f7; }
@media (prefers-color-scheme: dark) { :root { --bg: #0e1419; --card: #18212a;
  --text: #eef3f6; --soft: #a9b6c1; --line: #3b4853; --accent: #5cd5ea; --hover: #21303b; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 16px;
  background: var(--bg); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 420px; background: var(--card); border: 1px solid var(--line);
  border-radius: 12px; padding: 28px 24px; }
h1 { margin: 0 0 4px; font-size: 1.5rem; line-height: 1.25; }
p { margin: 0 0 20px; color: var(--soft); }
ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 10px; }
button { width: 100%; min-height: 48px; padding: 10px 16px; text-align: left; cursor: pointer;
  font: inherit; color: inherit; background: none; border: 1px solid var(--line); border-radius: 8px; }
button:hover { background: var(--hover); border-color: var(--accent); }
button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
button.hinted { border: 2px solid var(--accent); }
button strong { display: block; }
button span { display: block; color: var(--soft); font-size: .875rem; overflow-wrap: anywhere; }
dl { margin: 0; overflow-wrap: anywhere; } dt { color: var(--soft); } dd { margin: 0 0 8px; }`;

const escape = (text: unknown) =>
  String(text).replace(/[&<>"']/g, c => `&#${c.charCodeAt(0)};`);

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escape(title)}</h1>
${body}
</main>
</body>
</html>`;
}

/** Headers of the lab's own pages: no scripts, no frames, nothing remembered. */
export const PAGE_HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'no-store',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** The choice of accounts. A login hint marks one and gives it the focus. */
export function signInPage(options: {
  action: string;
  clientName: string;
  loginHint?: string;
}): string {
  const hint = options.loginHint?.toLowerCase();
  const isHinted = ({ id, email }: LabAccount) => hint === id || hint === email;
  const buttons = labAccounts.map(account => {
    const marks = isHinted(account) ? ' class="hinted" autofocus' : '';
    return `<li><button type="submit" name="account" value="${
      account.id
    }"${marks}>
<strong>${escape(account.name)} (${escape(account.id)})</strong>
<span>${escape(account.email)}: ${escape(account.hint)}</span>
</button></li>`;
  });
  return page(
    'ORION lab sign-in',
    `<p>Choose who you are for ${escape(
      options.clientName,
    )}. The lab asks for no password.</p>
<form method="post" action="${escape(options.action)}">
<ul aria-label="Accounts">
${buttons.join('\n')}
</ul>
</form>`,
  );
}

/** Asks before the session ends; `form` is the provider's own hidden form. */
export function signOutPage(form: string): string {
  return page(
    'Sign out of the ORION lab?',
    `${form}
<ul>
<li><button type="submit" form="op.logoutForm" name="logout" value="yes" autofocus><strong>Sign out</strong></button></li>
<li><button type="submit" form="op.logoutForm"><strong>Stay signed in</strong></button></li>
</ul>`,
  );
}

export const signedOutPage = () =>
  page('Signed out', '<p>Your session at the ORION lab has ended.</p>');

export function errorPage(details: Record<string, unknown>): string {
  const rows = Object.entries(details)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `<dt>${escape(key)}</dt><dd>${escape(value)}</dd>`);
  return page(
    'Sign-in failed',
    `<p>Go back to the application and try again.</p><dl>${rows.join('')}</dl>`,
  );
}
