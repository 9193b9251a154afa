import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { tintFor, type Brand } from '../../config/brand.js';

/** A file of the page that is made at the start. */
export interface PageFile {
  type: string;
  content: Buffer;
  etag: string;
}

/** `--card` of the dark page in page.css. */
const DARK_CARD = '#1a2129';
/** Its `--ground`. */
const DARK_TEXT = '#0f141a';
const LOGO_NAMES = { 'image/png': 'logo.png', 'image/svg+xml': 'logo.svg' } as const;

/** The page with its brand, and the files that the brand brings, by name. */
export function brandFiles(indexFile: string, brand: Brand): { index: PageFile; others: Record<string, PageFile> } {
  const { logo, color } = brand;
  const html = readFileSync(indexFile, 'utf8')
    .replace('<!--brand-style-->', color === undefined ? '' : '<link rel="stylesheet" href="brand.css" />')
    .replace('<!--brand-->', () => heading(brand));
  return {
    index: pageFile('text/html; charset=utf-8', Buffer.from(html)),
    others: {
      ...(logo && { [LOGO_NAMES[logo.type]]: pageFile(logo.type, logo.bytes) }),
      ...(color !== undefined && { 'brand.css': pageFile('text/css; charset=utf-8', Buffer.from(brandStyle(color))) }),
    },
  };
}

/** The name stands beside the logo, which therefore needs no text of its own. */
function heading({ name, logo }: Brand): string {
  if (name === undefined && logo === undefined) return '';
  const picture = logo === undefined ? '' : `<img src="${LOGO_NAMES[logo.type]}" alt="" height="40" />`;
  return `<p>${picture}<span id="brand">${escaped(name ?? '')}</span></p>`;
}

function brandStyle(color: string): string {
  const dark = tintFor(color, DARK_CARD);
  return [
    `:root{--accent:${color};--on-accent:#fff}`,
    `@media (prefers-color-scheme:dark){:root{--accent:${dark};--on-accent:${DARK_TEXT}}}`,
  ].join('\n');
}

function pageFile(type: string, content: Buffer): PageFile {
  return { type, content, etag: `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"` };
}

function escaped(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
