import type { Masked } from '../../contract/masked.js';

/** What IIFL's API needs to know. `subscriptionKey` must be valid header text. */
export interface IiflConfig {
  url: URL;
  subscriptionKey: Masked<string>;
  /** What IIFL gave us at registration; sent in the head of every request. */
  head: {
    appName: string;
    appVersion: string;
    userKey: Masked<string>;
    osName: string;
    userId: Masked<string>;
    password: Masked<string>;
  };
  /**
   * The session cookie, its value alone or as `IIFLMarcookie=…`; asked for before each call, so that somebody can renew
   * it. Rejects where it is not to be had. Absent: no cookie is sent.
   */
  readCookie?: () => Promise<string>;
  /** Deadline of each call over the whole answer, in ms. */
  timeoutMs: number;
}
