import { createHash } from 'node:crypto';

/** A piece of HTML; texts that go into one are escaped. */
export class Html {
  constructor(readonly markup: string) {}
}

/** Builds HTML from a template: a text is escaped, HTML and lists of it are taken as they are. */
export function html(parts: TemplateStringsArray, ...values: (string | number | Html | readonly Html[])[]): Html {
  const markup = parts.map((part, index) => part + markupOf(values[index] ?? '')).join('');
  return new Html(markup);
}

/** Texts in backticks become code. */
export function prose(text: string): Html {
  const parts = text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
  return html`${parts}`;
}

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; color: #1b1b1b; }
code, pre { font: 0.9em/1.4 ui-monospace, monospace; background: #f3f3f3; border-radius: 3px; }
code { padding: 0 0.2em; overflow-wrap: anywhere; }
section { border-top: 1px solid #ccc; padding-top: 0.5rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
pre { padding: 0.6rem; overflow-x: auto; }
th, td { text-align: left; vertical-align: top; border-bottom: 1px solid #ddd; padding: 0.3rem 0.6rem 0.3rem 0; }
nav ul { columns: 2; padding-left: 1.2rem; }
`;

/** In one piece: the policy names the hash of exactly what stands between the tags. */
const STYLE_ELEMENT = new Html(`<style>${STYLE}</style>`);

/** What a page of the reference may do: show itself with its own style. */
export const REFERENCE_POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    styleSrc: [`'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
};

/** A whole page; needs nothing from anywhere else. */
export function pageOf(title: string, content: Html): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        ${STYLE_ELEMENT}
      </head>
      <body>
        <main>${content}</main>
      </body>
    </html>`;
  return page.markup;
}

function markupOf(value: string | number | Html | readonly Html[]): string {
  if (value instanceof Html) return value.markup;
  if (typeof value === 'object') return value.map(({ markup }) => markup).join('');
  return String(value).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
