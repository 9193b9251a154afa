export const COOKIE_NAME = 'IIFLMarcookie';

/** One line of Latin-1 without control characters: anything else cannot go into a header. */
const HEADER_TEXT = /^[\x20-\x7e\xa0-\xff]+$/;

export function isHeaderText(text: string): boolean {
  return HEADER_TEXT.test(text);
}

/** A session cookie as it is sent, from its value alone or with its name. */
export function asCookie(text: string): string {
  return text.startsWith(`${COOKIE_NAME}=`) ? text : `${COOKIE_NAME}=${text}`;
}
