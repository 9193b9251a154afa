import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { SafeError } from '../contract/safe-error.js';

/** Variables as a process gets them. An empty value counts as absent. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One wrong or missing variable, and the form it must have; never its value. */
export interface EnvironmentProblem {
  variable: string;
  /** Completes the sentence "`variable` …", e.g. "must be a whole number from 1 to 25000". */
  problem: string;
}

/** The environment is not usable; the message names every problem and no value. */
export class EnvironmentError extends SafeError {
  override readonly name = 'EnvironmentError';

  constructor(readonly problems: readonly EnvironmentProblem[]) {
    const lines = problems.map(({ variable, problem }) => `  ${variable} ${problem}`);
    super(`The environment is not usable. Set these variables right and start again:\n${lines.join('\n')}`);
  }
}

/**
 * Reads one process's environment and reports every problem in it together.
 *
 * @throws {EnvironmentError} after `read` has asked for everything, when anything asked for is missing or wrong.
 */
export function readEnvironment<T>(env: Environment, read: (reader: EnvironmentReader) => T): T {
  const reader = new EnvironmentReader(env);
  const value = read(reader);
  if (reader.problems.length > 0) throw new EnvironmentError(reader.problems);
  return value;
}

/** The form of a list. */
interface ListRule<Entry> {
  parse: (entry: string) => Entry | undefined;
  /** What the whole list must be, e.g. "must be base64,base64,…". */
  form: string;
  /** What no two entries may share. */
  identity?: (entry: Entry) => string;
}

/**
 * Typed access to variables, each also as `NAME_FILE`: the content of that file, one trailing newline dropped. A getter
 * that meets a problem records it and returns a stand-in; {@link readEnvironment} throws then, so no stand-in is used.
 */
export class EnvironmentReader {
  private readonly found: EnvironmentProblem[] = [];

  constructor(private readonly env: Environment) {}

  /** The problems found so far, in the order of asking. */
  get problems(): readonly EnvironmentProblem[] {
    return this.found;
  }

  /** The variables for another library, without empty ones except those whose names start with `mayBeEmpty`. */
  variables(mayBeEmpty: string): Record<string, string> {
    const given = Object.entries(this.env).filter(([name, value]) => Boolean(value) || name.startsWith(mayBeEmpty));
    return Object.fromEntries(given.map(([name, value = '']) => [name, value]));
  }

  /** Records, once, a problem that a getter cannot see, such as two variables that contradict each other. */
  report(variable: string, problem: string): void {
    const isKnown = this.found.some((known) => known.variable === variable && known.problem === problem);
    if (!isKnown) this.found.push({ variable, problem });
  }

  /** Whether this variable, or its file, has a problem. */
  isReported(name: string): boolean {
    return this.found.some(({ variable }) => variable === name || variable === `${name}_FILE`);
  }

  /** Any text; `undefined` where it is absent. */
  optionalText(name: string): string | undefined {
    const fileName = `${name}_FILE`;
    const value = this.env[name] || undefined;
    const path = this.env[fileName] || undefined;
    if (path === undefined) return value;
    if (value !== undefined) {
      this.report(name, `must not be set together with ${fileName}`);
      return value;
    }
    try {
      return withoutLastNewline(readFileSync(path, 'utf8')) || undefined;
    } catch {
      this.report(fileName, 'must name a file that this process can read');
      return STAND_IN_TEXT;
    }
  }

  /**
   * A function that returns the present value of a header; `undefined` where the variable is absent. Given as
   * `NAME_FILE`, the file is read at each call, so its content may change; the function rejects while the file cannot be
   * read.
   */
  optionalRenewableHeaderText(name: string): (() => Promise<string>) | undefined {
    const path = this.env[`${name}_FILE`] || undefined;
    const value = this.optionalText(name);
    if (value !== undefined) this.headerText(name);
    if (path !== undefined) return async () => withoutLastNewline(await readFile(path, 'utf8'));
    return value === undefined ? undefined : () => Promise.resolve(value);
  }

  /** The content of the file that the variable names; `undefined` where it is absent. */
  optionalFile(name: `${string}_FILE`): Buffer | undefined {
    const path = this.env[name] || undefined;
    if (path === undefined) return undefined;
    try {
      return readFileSync(path);
    } catch {
      this.report(name, 'must name a file that this process can read');
      return undefined;
    }
  }

  /** Any text, required. */
  text(name: string): string {
    return this.required(name, this.optionalText(name), 'must be a text');
  }

  /** A text, required, that a pattern allows; `form` says what it must be, e.g. "must start with /". */
  textMatching(name: string, pattern: RegExp, form: string, fallback?: string): string {
    const value = this.required(name, this.optionalText(name) ?? fallback, form);
    return this.checked(name, value, pattern.test(value), form, fallback ?? STAND_IN_TEXT);
  }

  /** The value of an HTTP header, required: one line of Latin-1 without control characters. */
  headerText(name: string): string {
    const form = 'must be one line of text without control characters, as HTTP headers allow';
    return this.textMatching(name, /^[\x20-\x7e\xa0-\xff]+$/, form);
  }

  /** A whole number within bounds, both ends allowed; required where there is no fallback. */
  integer(name: string, { min, max, fallback }: { min: number; max: number; fallback?: number }): number {
    const form = `must be a whole number from ${min} to ${max}`;
    const value = this.required(name, this.optionalText(name) ?? fallback?.toString(), form);
    const number = /^\d{1,15}$/.test(value) ? Number(value) : NaN;
    return this.checked(name, number, number >= min && number <= max, form, min);
  }

  /** One of the given words; required where there is no fallback. */
  oneOf<Word extends string>(name: string, words: readonly [Word, ...Word[]], fallback?: Word): Word {
    const form = `must be one of: ${words.join(', ')}`;
    const value = this.required(name, this.optionalText(name) ?? fallback, form);
    const word = words.find((known) => known === value);
    return this.checked(name, word ?? words[0], word !== undefined, form, words[0]);
  }

  /**
   * Entries with commas between them; spaces around an entry are dropped. `parse` gives `undefined` for a wrong entry.
   * Entries with the same `identity` are a problem too. An absent variable is an empty list.
   */
  list<Entry>(name: string, { parse, form, identity }: ListRule<Entry>): Entry[] {
    const text = this.optionalText(name);
    if (text === undefined) return [];
    const parts = text.split(',');
    const entries = parts.map((part) => parse(part.trim())).filter((entry) => entry !== undefined);
    const distinct = identity === undefined ? entries : [...new Set(entries.map(identity))];
    return this.checked(name, entries, distinct.length === parts.length, form, []);
  }

  /** The same for a list that must have at least one entry. */
  requiredList<Entry>(name: string, standIn: Entry, rule: ListRule<Entry>): readonly [Entry, ...Entry[]] {
    this.required(name, this.optionalText(name), rule.form);
    const [first = standIn, ...others] = this.list(name, rule);
    return [first, ...others];
  }

  /** A URL, required: https, or http to a loopback host; without user name and password. */
  url(name: string): URL {
    const form = 'must be an https URL without user name and password (plain http only to a loopback host)';
    const value = this.required(name, this.optionalText(name), form);
    const url = URL.canParse(value) ? new URL(value) : undefined;
    const allowed = url !== undefined && isSafeToCall(url);
    return this.checked(name, url ?? new URL(STAND_IN_URL), allowed, form, new URL(STAND_IN_URL));
  }

  /** A key of exactly 32 bytes, required, written in base64. */
  base64Key(name: string): Buffer {
    const form = 'must be the base64 text of exactly 32 bytes';
    const value = this.required(name, this.optionalText(name), form);
    const key = decodeBase64(value) ?? Buffer.alloc(0);
    return this.checked(name, key, key.length === 32, form, Buffer.alloc(32));
  }

  /** A regular expression; case is ignored when it is used. */
  regularExpression(name: string, fallback: string): RegExp {
    const value = this.optionalText(name) ?? fallback;
    try {
      return new RegExp(value, 'i');
    } catch {
      this.report(name, 'must be a regular expression as JavaScript writes them, without slashes');
      return new RegExp(fallback, 'i');
    }
  }

  /** A JSON value, parsed but not checked further; `undefined` where it is absent. */
  json(name: string): unknown {
    const value = this.optionalText(name);
    if (value === undefined) return undefined;
    let parsed: unknown;
    let isJson = true;
    try {
      parsed = JSON.parse(value);
    } catch {
      isJson = false;
    }
    return this.checked(name, parsed, isJson, 'must be JSON', undefined);
  }

  private required(name: string, value: string | undefined, form: string): string {
    if (value !== undefined) return value;
    this.report(name, `is required, and ${form}`);
    return STAND_IN_TEXT;
  }

  /** Reports a value of the wrong form, unless the variable has a problem already. */
  private checked<T>(name: string, value: T, allowed: boolean, form: string, standIn: T): T {
    if (allowed) return value;
    if (!this.isReported(name)) this.report(name, form);
    return standIn;
  }
}

const STAND_IN_TEXT = '-';
const STAND_IN_URL = 'https://stand-in.invalid';

const withoutLastNewline = (text: string): string => text.replace(/\r?\n$/, '');

/** Whether what is sent there is safe on its way: https, or http to a loopback host; without user name and password. */
export function isSafeToCall({ protocol, hostname, username, password }: URL): boolean {
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

/** Whether a host name or address, an IPv6 one with or without brackets, is this machine's loopback. */
export function isLoopback(host: string): boolean {
  return /^(localhost|\[::1\]|::1|127\.\d+\.\d+\.\d+)$/i.test(host);
}

/** The bytes of a base64 text; `undefined` for any other text, of which `Buffer.from` would skip a part. */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
