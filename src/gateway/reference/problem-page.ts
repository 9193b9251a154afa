import { PROBLEM_TYPES, problemUri, type ProblemName } from '../problems/problem-types.js';

/** The page that the `type` of a problem leads to; the texts are our own. */
export function problemPage(name: ProblemName): string {
  const { status, title, detail } = PROBLEM_TYPES[name];
  const text = (raw: string) => raw.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${text(title)}</title>
  </head>
  <body>
    <h1>${text(title)}</h1>
    <p><code>${problemUri(name)}</code>, HTTP ${status}</p>
    <p>${text(detail).replace(/`([^`]+)`/g, '<code>$1</code>')}</p>
    <p><a href="/docs">HTTP reference</a></p>
  </body>
</html>
`;
}
