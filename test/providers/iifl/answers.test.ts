import { describe, expect, test } from 'vitest';
import { readClientProfileAnswer } from '../../../src/providers/iifl/read-client-profile-answer.js';
import { answered } from '../support/answers.js';
import { HTTP_ROWS } from '../support/http-rows.js';
import { CLIENT_PROFILE_ROWS } from './client-profile-rows.js';

describe('BackoffClientProfile', () => {
  for (const { name, body, outcome } of CLIENT_PROFILE_ROWS) {
    test(name, () => {
      expect(readClientProfileAnswer(answered(body))).toEqual(outcome);
    });
  }
});

describe('HTTP', () => {
  for (const { name, result, read } of HTTP_ROWS) {
    test(name, () => {
      expect(readClientProfileAnswer(result)).toEqual(read);
    });
  }
});
