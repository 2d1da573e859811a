/** Text as text: nothing in it is markup. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Escaped, with what stands in backticks as code. */
export function prose(text: string): string {
  return escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}

/** A whole page that loads nothing: no script, no font, no image. */
export function htmlPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} · Countersign</title>
<style>${style}</style>
</head>
<body>
<header><a href="/">Countersign</a> <nav aria-label="Documents"><a href="/docs/api">API</a> <a href="/docs/problems">Problems</a></nav></header>
<main>
${body}
</main>
</body>
</html>
`;
}

const style = `
:root { color-scheme: light dark; --ink: #16181d; --soft: #565d6b; --line: #d9dce3; --paper: #fff; --tint: #f4f5f8; --link: #2447b8 }
@media (prefers-color-scheme: dark) { :root { --ink: #e7e9ee; --soft: #a3abba; --line: #333947; --paper: #14161b; --tint: #1d2027; --link: #9db4ff } }
* { box-sizing: border-box }
body { margin: 0; font: 15px/1.55 system-ui, sans-serif; color: var(--ink); background: var(--paper) }
header { display: flex; gap: 24px; padding: 14px 24px; border-bottom: 1px solid var(--line) }
header > a { font-weight: 600 } nav { display: flex; gap: 16px }
main { max-width: 900px; margin: 0 auto; padding: 24px }
a { color: var(--link) } h1 { font-size: 26px; line-height: 1.25 } h2 { font-size: 19px; margin: 40px 0 8px } h3 { font-size: 15px; margin: 16px 0 4px }
code, pre { font: 13px/1.5 ui-monospace, monospace } code { background: var(--tint); padding: 1px 4px; border-radius: 4px; overflow-wrap: anywhere }
pre { background: var(--tint); padding: 12px; border-radius: 8px; overflow-x: auto } pre code { padding: 0; background: none }
article { border: 1px solid var(--line); border-radius: 10px; padding: 12px 16px; margin: 12px 0 }
article > h3 { margin: 0; font: 600 14px/1.6 ui-monospace, monospace; overflow-wrap: anywhere } .method { color: var(--soft) }
table { border-collapse: collapse; width: 100%; display: block; overflow-x: auto } th, td { text-align: left; vertical-align: top; padding: 4px 16px 4px 0; border-bottom: 1px solid var(--line) }
.soft { color: var(--soft) } summary { cursor: pointer; min-height: 24px }
`;
