const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const IPV4 = `(?:${OCTET}\\.){3}${OCTET}`;
const GROUP = '[0-9a-fA-F]{1,4}';

const ipv4 = new RegExp(`^${IPV4}$`);
/** RFC 4291 section 2.2: eight groups, one run of zero groups as `::`, an IPv4 address for the last two. */
const ipv6 = new RegExp(
  '^(?:' +
    [
      `(?:${GROUP}:){7}(?:${GROUP}|:)`,
      `(?:${GROUP}:){6}(?:${IPV4}|:${GROUP}|:)`,
      `(?:${GROUP}:){5}(?::${IPV4}|(?::${GROUP}){1,2}|:)`,
      `(?:${GROUP}:){4}(?:(?::${GROUP}){0,1}:${IPV4}|(?::${GROUP}){1,3}|:)`,
      `(?:${GROUP}:){3}(?:(?::${GROUP}){0,2}:${IPV4}|(?::${GROUP}){1,4}|:)`,
      `(?:${GROUP}:){2}(?:(?::${GROUP}){0,3}:${IPV4}|(?::${GROUP}){1,5}|:)`,
      `(?:${GROUP}:){1}(?:(?::${GROUP}){0,4}:${IPV4}|(?::${GROUP}){1,6}|:)`,
      `:(?:(?::${GROUP}){0,5}:${IPV4}|(?::${GROUP}){1,7}|:)`,
    ].join('|') +
    ')$',
);

/** Whether a text is an IPv4 or IPv6 address without zone; `node:net` does not exist in workflow code. */
export function isIpAddress(text: string): boolean {
  return text.length <= 45 && (ipv4.test(text) || ipv6.test(text));
}
