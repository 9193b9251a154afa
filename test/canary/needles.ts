/** A planted value that must be found nowhere. */
export interface Needle {
  /** What it is, for the report; never the value. */
  what: string;
  value: string;
}

/** Every form of a text that would give it away, each with its name. */
export function formsOf(value: string): [form: string, bytes: Buffer][] {
  const bytes = Buffer.from(value);
  const texts: [string, string][] = [
    ['plain', value],
    ['upper case', value.toUpperCase()],
    ['lower case', value.toLowerCase()],
    ['reversed case', withReversedCase(value)],
    ['reversed', [...value].reverse().join('')],
    ['hex', bytes.toString('hex')],
    ['upper-case hex', bytes.toString('hex').toUpperCase()],
    ['URL-encoded', encodeURIComponent(value)],
    ['form-encoded', encodeURIComponent(value).replaceAll('%20', '+')],
    ...[0, 1, 2].flatMap((offset): [string, string][] => {
      const core = base64Core(bytes, offset);
      return [
        [`base64 at offset ${offset}`, core],
        [`base64url at offset ${offset}`, core.replaceAll('+', '-').replaceAll('/', '_')],
      ];
    }),
  ];
  return [
    ...texts.map(([form, text]): [string, Buffer] => [form, Buffer.from(text)]),
    ['UTF-16', Buffer.from(value, 'utf16le')],
  ];
}

/** What was found in a place, as `what (form)`; never the value itself. */
export function findNeedles(place: Buffer, needles: readonly Needle[]): string[] {
  return needles.flatMap(({ what, value }) =>
    formsOf(value)
      .filter(([, bytes]) => place.includes(bytes))
      .map(([form]) => `${what} (${form})`),
  );
}

/** The base64 characters that the bytes alone decide, when they stand at this offset of a longer text. */
function base64Core(bytes: Buffer, offset: number): string {
  const whole = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  const firstWhole = Math.ceil((offset * 8) / 6);
  const lastWhole = Math.floor(((offset + bytes.length) * 8) / 6);
  return whole.slice(firstWhole, lastWhole);
}

function withReversedCase(text: string): string {
  return [...text]
    .map((letter) => (letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase()))
    .join('');
}
