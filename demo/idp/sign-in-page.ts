/** What the page says: whose form it is, what was typed before, and what went wrong. */
export interface SignInPage {
  action: string;
  email?: string;
  problem?: string;
}

const style = `
:root { color-scheme: light dark; --canvas: light-dark(#eef0ee, #101312); --surface: light-dark(#fff, #181c1a); --ink: light-dark(#17201c, #eaeeec);
  --muted: light-dark(#4b5650, #b1bab5); --line: light-dark(#7d8a83, #75817b); --accent: light-dark(#0b5d47, #7ed9b9); --on-accent: light-dark(#fff, #06231a);
  --bad: light-dark(#9d1c1c, #ffa198); --bad-soft: light-dark(#fce9e7, #3a1917); }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100dvh; display: grid; place-items: center; padding: 1.5rem; background: var(--canvas); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 24rem; background: var(--surface); border-radius: 12px; padding: 2rem; box-shadow: 0 1px 2px #0002, 0 12px 40px #0001; border-top: 6px solid var(--accent); }
.brand { margin: 0; font-size: .875rem; font-weight: 600; color: var(--accent); }
h1 { margin: .25rem 0 .5rem; font-size: 1.5rem; line-height: 1.25; }
p { margin: 0 0 1.25rem; color: var(--muted); font-size: .9375rem; }
label { display: block; font-weight: 600; margin: 1rem 0 .25rem; }
input { width: 100%; padding: .625rem .75rem; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: 8px; }
button { width: 100%; margin-top: 1.5rem; padding: .75rem; font: inherit; font-weight: 600; color: var(--on-accent); background: var(--accent); border: 0; border-radius: 8px; cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
[role=alert] { margin: 0 0 1rem; padding: .75rem 1rem; border-left: 4px solid var(--bad); background: var(--bad-soft); color: var(--bad); border-radius: 4px; }
footer { margin-top: 1.5rem; font-size: .875rem; color: var(--muted); }
code { font-family: ui-monospace, monospace; }
`;

/** The sign-in form as a whole page: no script, nothing fetched, and nothing on it that only staff should know. */
export function signInPage({ action, email = '', problem }: SignInPage): string {
  const alert = problem ? `<div role="alert" id="problem">${escapeHtml(problem)}</div>` : '';
  const described = problem ? ' aria-describedby="problem" aria-invalid="true"' : '';
  return page(
    'Sign in',
    `<h1>Sign in</h1>
<p>This stands where your company's single sign-on would. You are on the way to Countersign.</p>
${alert}
<form method="post" action="${escapeHtml(action)}">
<label for="email">Email</label>
<input id="email" name="email" type="email" autocomplete="username" required value="${escapeHtml(email)}"${described}${email ? '' : ' autofocus'}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required${described}${email ? ' autofocus' : ''}>
<button>Sign in</button>
</form>
<footer>Who you can be is listed where you ran <code>npm start</code>.</footer>`,
  );
}

/** A page that says what is so and what to do, for when there is no form to show. */
export function messagePage(heading: string, text: string): string {
  return page(heading, `<h1>${escapeHtml(heading)}</h1><p>${escapeHtml(text)}</p>`);
}

function page(title: string, main: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Demo identity provider</title>
<style>${style}</style>
</head>
<body>
<main>
<p class="brand">Demo identity provider</p>
${main}
</main>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}
