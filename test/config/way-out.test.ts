import { describe, expect, test } from 'vitest';
import { readEnvironment, type Environment } from '../../src/config/environment.js';
import { readWayOut } from '../../src/config/way-out.js';
import { chooseProxy } from '../../src/providers/http/choose-proxy.js';
import { problemsOf } from './support/problems-of.js';

const PROXY = 'http://proxy.example.com:3128';

function proxyFor(url: string, env: Environment): string | undefined {
  return chooseProxy(new URL(url), readEnvironment(env, readWayOut))?.href;
}

describe('the way out', () => {
  test('is direct without variables', () => {
    expect(proxyFor('https://api.example.com', {})).toBeUndefined();
  });

  test('HTTPS_PROXY is for https URLs alone', () => {
    expect(proxyFor('https://api.example.com', { HTTPS_PROXY: PROXY })).toBe(`${PROXY}/`);
    expect(proxyFor('http://127.0.0.1:8080', { HTTPS_PROXY: PROXY })).toBeUndefined();
  });

  test('HTTP_PROXY is for http URLs alone', () => {
    expect(proxyFor('http://127.0.0.1:8080', { HTTP_PROXY: PROXY })).toBe(`${PROXY}/`);
    expect(proxyFor('https://api.example.com', { HTTP_PROXY: PROXY })).toBeUndefined();
  });

  test.each([
    ['proxy.example.com:3128', `${PROXY}/`],
    ['https://proxy.example.com', 'https://proxy.example.com/'],
    ['http://user:p%40ss@proxy.example.com:3128/', 'http://user:p%40ss@proxy.example.com:3128/'],
  ])('%s is a proxy', (given, expected) => {
    expect(proxyFor('https://api.example.com', { HTTPS_PROXY: given })).toBe(expected);
  });

  test('its password shows nowhere', () => {
    const { https } = readEnvironment({ HTTPS_PROXY: 'http://user:secret@proxy.example.com' }, readWayOut);
    expect(String(https) + JSON.stringify(https)).not.toContain('secret');
  });

  test.each([
    'socks5://proxy.example.com',
    'http://proxy.example.com/path',
    'http://',
    'a b',
    'http://%ff@proxy.example.com',
  ])('%s is refused, unseen', (given) => {
    for (const name of ['HTTPS_PROXY', 'HTTP_PROXY']) {
      expect(problemsOf({ [name]: given }, readWayOut)).toEqual([
        `${name} must be the URL of an HTTP proxy, such as http://proxy.example.com:3128`,
      ]);
    }
  });
});

describe('NO_PROXY', () => {
  test.each([
    ['*', 'https://api.example.com', true],
    ['api.example.com', 'https://api.example.com', true],
    ['API.example.com', 'https://api.EXAMPLE.com', true],
    ['example.com', 'https://api.example.com', true],
    ['.example.com', 'https://api.example.com', true],
    ['*.example.com', 'https://api.example.com', true],
    ['example.com', 'https://badexample.com', false],
    ['other.com, example.com', 'https://api.example.com', true],
    ['other.com example.com', 'https://api.example.com', true],
    ['api.example.com:443', 'https://api.example.com', true],
    ['api.example.com:8443', 'https://api.example.com', false],
    ['api.example.com:8443', 'https://api.example.com:8443', true],
    ['10.1.2.3', 'https://10.1.2.3', true],
    ['10.1.2.3:443', 'https://10.1.2.3', true],
    ['10.0.0.0/8', 'https://10.1.2.3', true],
    ['10.0.0.0/8', 'https://11.1.2.3', false],
    ['10.0.0.0/8', 'https://api.example.com', false],
    ['10.0.0.0/33', 'https://10.1.2.3', false],
    ['::1', 'https://[::1]:8443', true],
    ['[::1]:8443', 'https://[::1]:8443', true],
    ['[::1]:8444', 'https://[::1]:8443', false],
    ['fd00::/8', 'https://[fd12::1]', true],
    [' , ', 'https://api.example.com', false],
  ])('%s and %s', (given, url, isDirect) => {
    expect(proxyFor(url, { HTTPS_PROXY: PROXY, NO_PROXY: given }) === undefined).toBe(isDirect);
  });
});

test('NODE_EXTRA_CA_CERTS must name a file that can be read: Node would go on without it', () => {
  expect(problemsOf({ NODE_EXTRA_CA_CERTS: '/no/such/file.pem' }, readWayOut)).toEqual([
    'NODE_EXTRA_CA_CERTS must name a file of certificates (PEM) that this process can read',
  ]);
});
