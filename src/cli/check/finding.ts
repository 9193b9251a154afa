/** What `onboarding check` looks at, in the order of its report. */
export const CHECKED_PARTS = [
  'environment',
  'temporal',
  'namespace',
  'search attributes',
  'workers',
  'payload keys',
  'codec server',
  'iserveu',
  'iserveu get-customer',
  'iifl',
  'iifl login',
  'iifl profile',
  'webhook',
  'gateway',
  'public url',
  'brand',
] as const;
export type CheckedPart = (typeof CHECKED_PARTS)[number];

/** What was found about one part. The texts hold no value of the environment, of a customer or of a provider. */
export type Finding =
  | { part: CheckedPart; state: 'ok'; found: string }
  /** `next`: what to do. `problems`: one sentence each, where there may be several. */
  | { part: CheckedPart; state: 'wrong'; found: string; next: string; problems?: readonly string[] }
  /** It was not looked at; `found` says why. */
  | { part: CheckedPart; state: 'skipped'; found: string };

export function ok(part: CheckedPart, found: string): Finding {
  return { part, state: 'ok', found };
}

export function wrong(part: CheckedPart, found: string, next: string, problems?: readonly string[]): Finding {
  return { part, state: 'wrong', found, next, ...(problems && { problems }) };
}

export function skipped(part: CheckedPart, found: string): Finding {
  return { part, state: 'skipped', found };
}

const MARKS = { ok: 'ok   ', wrong: 'WRONG', skipped: '-    ' };
const PART_WIDTH = Math.max(...CHECKED_PARTS.map(({ length }) => length));

/** One line; problems stand below it, one a line. */
export function findingText(finding: Finding): string {
  const { part, state, found } = finding;
  const line = `${MARKS[state]}  ${part.padEnd(PART_WIDTH)}  ${found}`;
  if (finding.state !== 'wrong') return line;
  return [`${line}. Next: ${finding.next}`, ...(finding.problems ?? []).map((problem) => `         ${problem}`)].join(
    '\n',
  );
}
