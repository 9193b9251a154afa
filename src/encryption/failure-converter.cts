/**
 * Keeps messages and stack traces of failures in a payload, which the codec then encrypts; outside it they say `Encoded
 * failure`. Failure types stay as they are, so they carry no data.
 *
 * The SDK loads this file by `require`, compiled or not: hence CommonJS, without a word of TypeScript.
 */
const { DefaultFailureConverter } = require('@temporalio/common');

exports.failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
