import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readBrand, tintFor } from '../../src/config/brand.js';
import { readEnvironment } from '../../src/config/environment.js';
import { problemsOf } from './support/problems-of.js';

const folder = mkdtempSync(join(tmpdir(), 'onboarding-logo-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(100)]);
const svg = (inside: string) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">${inside}</svg>`;

function logo(content: string | Buffer): Record<string, string> {
  const file = join(folder, 'logo');
  writeFileSync(file, content);
  return { GATEWAY_BRAND_LOGO_FILE: file };
}

test('without variables a page has no brand', () => {
  expect(readEnvironment({}, readBrand)).toEqual({});
});

describe('the name', () => {
  test.each(['Asha Pay', 'आशा', 'a'.repeat(60)])('%s is taken', (name) => {
    expect(readEnvironment({ GATEWAY_BRAND_NAME: name }, readBrand)).toEqual({ name });
  });
  test.each(['   ', 'a'.repeat(61), 'two\nlines'])('%j is refused', (name) => {
    expect(problemsOf({ GATEWAY_BRAND_NAME: name }, readBrand)).toEqual([
      'GATEWAY_BRAND_NAME must be one line of 1 to 60 characters',
    ]);
  });
});

describe('the logo', () => {
  test('a PNG is taken', () => {
    expect(readEnvironment(logo(PNG), readBrand)).toEqual({ logo: { type: 'image/png', bytes: PNG } });
  });

  test.each([
    ['', 'shapes'],
    ['<linearGradient id="g"/><rect fill="url(#g)"/><use href="#g"/>', 'references to itself'],
    ['<image href="data:image/png;base64,AAAA"/>', 'a picture within'],
    ['<style>.a{fill:#fff}</style>', 'a style'],
  ])('an SVG with %s is taken: %s', (inside) => {
    expect(readEnvironment(logo(svg(inside)), readBrand).logo?.type).toBe('image/svg+xml');
  });

  test.each([
    '<script>1</script>',
    '<svg:script href="#a"/>',
    '<rect onload="1"/>',
    "<rect\nonclick = '1'/>",
    '<a href="javascript:1"/>',
    '<foreignObject/>',
    '<image href="https://example.com/a.png"/>',
    "<image xlink:href='//example.com/a.png'/>",
    '<use href=other.svg#a />',
    '<rect fill="url(https://example.com/a)"/>',
    '<style>@import "a.css";</style>',
    '<image href="data:image/svg+xml;base64,AAAA"/>',
  ])('an SVG with %s is refused', (inside) => {
    expect(problemsOf(logo(svg(inside)), readBrand)).toEqual([
      'GATEWAY_BRAND_LOGO_FILE must name an SVG without scripts, event handlers, foreign content and outside references',
    ]);
  });

  test.each([
    ['<!DOCTYPE svg [<!ENTITY a "b">]>' + svg(''), /without scripts/],
    ['GIF89a', /a PNG or an SVG/],
    ['<html></html>', /a PNG or an SVG/],
    [svg(' '.repeat(20_000)), /at most 20 kB/],
  ])('%.20s is refused', (content, problem) => {
    expect(problemsOf(logo(content), readBrand)).toEqual([expect.stringMatching(problem)]);
  });

  test('a file that is not there is refused', () => {
    expect(problemsOf({ GATEWAY_BRAND_LOGO_FILE: join(folder, 'nothing') }, readBrand)).toEqual([
      'GATEWAY_BRAND_LOGO_FILE must name a file that this process can read',
    ]);
  });
});

describe('the colour', () => {
  test.each(['#0b57d0', '#00695C', '#000000', '#767676'])('%s is taken', (color) => {
    expect(readEnvironment({ GATEWAY_BRAND_COLOR: color }, readBrand)).toEqual({ color: color.toLowerCase() });
  });

  test.each(['#777777', '#ffcc00', '#ffffff', 'blue', '#fff', '0b57d0', '#0b57d0ff'])('%s is refused', (color) => {
    expect(problemsOf({ GATEWAY_BRAND_COLOR: color }, readBrand)).toEqual([
      'GATEWAY_BRAND_COLOR must be #rrggbb, dark enough for a contrast of at least 4.5:1 to white',
    ]);
  });

  test('on a dark page it is lightened as far as needed', () => {
    expect(tintFor('#000000', '#1a2129')).toMatch(/^#([8-9a-f][0-9a-f])\1\1$/);
    expect(tintFor('#ffcc00', '#1a2129')).toBe('#ffcc00');
  });
});
