import { MAGIC_CLIENT_CODES } from './iifl/magic-client-codes.js';
import { MAGIC_NUMBERS } from './iserveu/magic-numbers.js';

/** Lines that set variables in a shell. */
export function exportLines(environment: Readonly<Record<string, string>>): string[] {
  return Object.entries(environment).map(([name, value]) => `export ${name}=${shellWord(value)}`);
}

/** The magic mobile numbers and client codes, one a line. */
export function magicLines(): string[] {
  return [
    'Mobile numbers with a behaviour of their own (any other does not exist yet, and code 123456 registers it):',
    ...MAGIC_NUMBERS.map(({ mobileNumber, behaviour }) => `  ${mobileNumber}  ${behaviour}`),
    'Client codes: P and the last seven digits of a mobile number that begins with 987, e.g. P6543210 for 9876543210;',
    'M likewise for 900. Others do not exist, except for:',
    ...MAGIC_CLIENT_CODES.map(({ clientCode, behaviour }) => `  ${clientCode.padEnd(10)}  IIFL answers ${behaviour}`),
  ];
}

function shellWord(value: string): string {
  return /^[\w./:@%+=-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
