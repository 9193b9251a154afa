import fc from 'fast-check';
import { isIP } from 'node:net';
import { expect, test } from 'vitest';
import { isIpAddress } from '../../src/contract/ip-address.js';

/** What Node says, which also takes a zone (`fe80::1%eth0`). */
const isAddress = (text: string) => isIP(text) !== 0 && !text.includes('%');

test.each([
  ['0.0.0.0', true],
  ['255.255.255.255', true],
  ['203.0.113.7', true],
  ['256.0.0.1', false],
  ['01.2.3.4', false],
  ['1.2.3', false],
  ['1.2.3.4.5', false],
  ['1.2.3.4\n', false],
  [' 1.2.3.4', false],
  ['::', true],
  ['::1', true],
  ['1::', true],
  ['2001:db8::1', true],
  ['2001:DB8:0:0:8:800:200C:417A', true],
  ['1:2:3:4:5:6:7:8', true],
  ['1:2:3:4:5:6:7::', true],
  ['::2:3:4:5:6:7:8', true],
  ['1:2:3:4:5:6:7', false],
  ['1:2:3:4:5:6:7:8:9', false],
  ['1:2:3:4:5:6::8', true],
  ['1:2:3:4:5:6:7::8', false],
  ['1::2::3', false],
  [':::', false],
  ['12345::', false],
  ['g::', false],
  ['::ffff:203.0.113.7', true],
  ['1:2:3:4:5:6:203.0.113.7', true],
  ['1:2:3:4:5:6:7:203.0.113.7', false],
  ['1:2:3:4::5:203.0.113.7', true],
  ['1:2:3:4::5:6:203.0.113.7', false],
  ['203.0.113.7::', false],
  ['fe80::1%eth0', false],
  ['[::1]', false],
  ['', false],
])('%j is an address: %j', (text, expected) => {
  expect(isIpAddress(text)).toBe(expected);
});

const group = fc.stringMatching(/^[0-9a-fA-F]{1,5}$/);
const octet = fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 260 }).map(String) }, group);
const dotted = fc.array(octet, { minLength: 3, maxLength: 5 }).map((octets) => octets.join('.'));
/** Groups in every number, with `::` anywhere, and often an IPv4 address for the last two. */
const colons = fc
  .tuple(fc.array(fc.oneof({ weight: 8, arbitrary: group }, fc.constant('')), { maxLength: 9 }), fc.option(dotted))
  .map(([groups, last]) => [...groups, ...(last === null ? [] : [last])].join(':'));

const groups = fc.array(fc.stringMatching(/^[0-9a-f]{1,4}$/), { maxLength: 8 });
/** As many groups as there may be, or some more, around one `::`. */
const compressed = fc
  .tuple(groups, groups, fc.option(fc.ipV4()))
  .map(([before, after, last]) => `${before.join(':')}::${[...after, ...(last === null ? [] : [last])].join(':')}`);

test('it agrees with node:net about what looks like an address', () => {
  const text = fc.oneof(dotted, colons, compressed, fc.ipV4(), fc.ipV6(), fc.ipV4Extended(), fc.string());
  fc.assert(
    fc.property(text, (candidate) => {
      expect(isIpAddress(candidate)).toBe(isAddress(candidate));
    }),
    { numRuns: 2_000 },
  );
});

test('it agrees with node:net about an address with one character changed', () => {
  const address = fc.oneof(fc.ipV4(), fc.ipV6());
  fc.assert(
    fc.property(
      address,
      fc.nat(),
      fc.constantFrom('0', ':', '.', 'f', 'g', '%', ']', ' ', '\n'),
      (text, position, character) => {
        const index = position % (text.length + 1);
        const changed = text.slice(0, index) + character + text.slice(index);
        expect(isIpAddress(changed)).toBe(isAddress(changed));
      },
    ),
    { numRuns: 2_000 },
  );
});
