/** What can be the value of an HTTP header: one line of Latin-1 without control characters. */
export const HEADER_TEXT = /^[\x20-\x7e\xa0-\xff]+$/;

/** Completes the sentence "the variable …" where it is not {@link HEADER_TEXT}. */
export const HEADER_TEXT_FORM = 'must be one line of text without control characters, as HTTP headers allow';
