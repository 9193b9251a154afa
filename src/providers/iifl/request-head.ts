import type { IiflConfig } from './config.js';
import type { HEAD_FIELDS } from './field-names.js';

/** The head of a request, as every call of IIFL's has it. */
export function requestHead(
  head: IiflConfig['head'],
  requestCode: string,
): Record<(typeof HEAD_FIELDS)[number], string> {
  return {
    appName: head.appName,
    appVer: head.appVersion,
    key: head.userKey.reveal(),
    osName: head.osName,
    requestCode,
    userId: head.userId.reveal(),
    password: head.password.reveal(),
  };
}
