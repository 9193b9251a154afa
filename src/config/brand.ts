import type { EnvironmentReader } from './environment.js';

/** Whose the OTP page is. */
export interface Brand {
  /** Shown above everything, and in the sentence that says what the OTP is for. */
  name?: string;
  logo?: { type: 'image/png' | 'image/svg+xml'; bytes: Buffer };
  /** `#rrggbb`, of buttons and links. */
  color?: string;
}

const MAX_NAME_CHARACTERS = 60;
const MAX_LOGO_BYTES = 20_000;
const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
/** WCAG 2.2, success criterion 1.4.3. */
const MIN_CONTRAST = 4.5;
const WHITE = [255, 255, 255] as const;

/** Reads `GATEWAY_BRAND_NAME`, `GATEWAY_BRAND_LOGO_FILE` and `GATEWAY_BRAND_COLOR`. */
export function readBrand(reader: EnvironmentReader): Brand {
  const name = readName(reader);
  const logo = readLogo(reader);
  const color = readColor(reader);
  return { ...(name && { name }), ...(logo && { logo }), ...(color && { color }) };
}

function readName(reader: EnvironmentReader): string | undefined {
  const name = reader.optionalText('GATEWAY_BRAND_NAME')?.trim();
  if (name === undefined) return undefined;
  if (name !== '' && [...name].length <= MAX_NAME_CHARACTERS && !/\p{Cc}/u.test(name)) return name;
  reader.report('GATEWAY_BRAND_NAME', `must be one line of 1 to ${MAX_NAME_CHARACTERS} characters`);
  return undefined;
}

function readLogo(reader: EnvironmentReader): Brand['logo'] {
  const variable = 'GATEWAY_BRAND_LOGO_FILE';
  const bytes = reader.optionalFile(variable);
  if (bytes === undefined) return undefined;
  if (bytes.length > MAX_LOGO_BYTES) {
    reader.report(variable, `must name a file of at most ${MAX_LOGO_BYTES / 1_000} kB`);
    return undefined;
  }
  if (bytes.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE)) return { type: 'image/png', bytes };
  const text = bytes.toString('utf8');
  if (!/<svg[\s>]/i.test(text)) reader.report(variable, 'must name a PNG or an SVG');
  else if (ACTIVE_SVG.some((pattern) => pattern.test(text))) {
    reader.report(variable, 'must name an SVG without scripts, event handlers, foreign content and outside references');
  } else return { type: 'image/svg+xml', bytes };
  return undefined;
}

/** What makes an SVG more than a picture. */
const ACTIVE_SVG = [
  /<\s*(?:[\w.-]+:)?(?:script|foreignObject|iframe|object|embed|handler|listener)\b/i,
  /[\s"'/]on[a-z]+\s*=/i,
  /javascript\s*:/i,
  /<!(?:DOCTYPE|ENTITY)/i,
  /<\?xml-stylesheet/i,
  // Only parts of the picture itself may be referred to.
  /\b(?:href|src)\s*=\s*["']?\s*(?!["']?\s*#)(?!["']?\s*data:image\/(?:png|jpeg|gif|webp)[;,])[^\s"'>]/i,
  /url\(\s*["']?\s*(?!#)[^\s"')]/i,
  /@import/i,
];

function readColor(reader: EnvironmentReader): string | undefined {
  const color = reader.optionalText('GATEWAY_BRAND_COLOR');
  if (color === undefined) return undefined;
  const parts = colorParts(color);
  if (parts !== undefined && contrast(parts, WHITE) >= MIN_CONTRAST) return color.toLowerCase();
  reader.report('GATEWAY_BRAND_COLOR', 'must be #rrggbb, dark enough for a contrast of at least 4.5:1 to white');
  return undefined;
}

type Rgb = readonly [number, number, number];

function colorParts(color: string): Rgb | undefined {
  if (!/^#[0-9a-f]{6}$/i.test(color)) return undefined;
  const part = (from: number) => parseInt(color.slice(from, from + 2), 16);
  return [part(1), part(3), part(5)];
}

/** WCAG's contrast ratio, 1 to 21. */
function contrast(one: Rgb, other: Rgb): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(rgb: Rgb): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The lightest need of a dark page: a tint of the colour with enough contrast to what is behind it. */
export function tintFor(color: string, background: string): string {
  const [base, behind] = [colorParts(color) ?? WHITE, colorParts(background) ?? WHITE];
  for (let white = 0; white < 1; white += 0.05) {
    const tint = base.map((part) => Math.round(part + (255 - part) * white)) as unknown as Rgb;
    if (contrast(tint, behind) >= MIN_CONTRAST)
      return `#${tint.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
  }
  return '#ffffff';
}
