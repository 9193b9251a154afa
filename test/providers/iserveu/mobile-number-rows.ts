/** How the `mobileNumber` of an answer may look beside the asked one, 9876543210, and whether the answer is believed. */
const MOBILE_NUMBERS: [name: string, fields: { mobileNumber?: unknown }, isBelieved: boolean][] = [
  ['the number with +91', { mobileNumber: '+919876543210' }, true],
  ['the number with 91', { mobileNumber: '919876543210' }, true],
  ['the number with 0', { mobileNumber: '09876543210' }, true],
  ['the number with spaces in and around it', { mobileNumber: ' 98765 43210 ' }, true],
  ['the number as a number', { mobileNumber: 9_876_543_210 }, true],
  ['a number that is empty', { mobileNumber: '' }, true],
  ['a number of spaces', { mobileNumber: '  ' }, true],
  ['a number that is null', { mobileNumber: null }, true],
  ['no number', {}, true],
  ['another number', { mobileNumber: '9876543211' }, false],
  ['another number as a number', { mobileNumber: 9_876_543_211 }, false],
  ['a digit too few', { mobileNumber: '987654321' }, false],
  ['a number of another country', { mobileNumber: '+19876543210' }, false],
  ['words for a number', { mobileNumber: 'n/a' }, false],
];

/** Each of these numbers in an answer that is `believed` where the number is the asked one. */
export function mobileNumberRows<Outcome>(body: object, believed: Outcome) {
  const broken = { kind: 'contractBroken', cause: "mobileNumber is another customer's" } as const;
  return MOBILE_NUMBERS.map(([name, fields, isBelieved]) => ({
    name,
    body: { ...body, ...fields },
    outcome: isBelieved ? believed : broken,
  }));
}
