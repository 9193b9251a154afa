import type { Masked } from '../../contract/masked.js';
import type { Proxies } from '../http/choose-proxy.js';

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
  /** How to log in. Absent: the session, where one is needed, comes from {@link IiflConfig.readCookie}. */
  login?: IiflLoginConfig;
  /**
   * The cookie of a session that is opened elsewhere, its value alone or as `IIFLMarcookie=…`; read before each call, so
   * that it can be renewed. Rejects where it cannot be read. Absent: no cookie is sent.
   */
  readCookie?: () => Promise<string>;
  /** Deadline of each call over the whole answer, in ms. */
  timeoutMs: number;
  /** The way out; absent: direct. */
  proxies?: Proxies;
}

/** What a partner login needs beside the head. */
export interface IiflLoginConfig {
  url: URL;
  /** At most 50 characters. */
  email: Masked<string>;
  contactNumber: Masked<string>;
  /** The account's, handed over with the API keys: user id and password are sent encrypted under it. */
  encryptionKey: Masked<string>;
}
