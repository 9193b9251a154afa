import type { Masked } from '../../contract/masked.js';
import type { Proxies } from '../http/choose-proxy.js';

/** How iServeU knows us. Source: docs/provider-coverage.md, the two modes. */
export type IserveuAuth =
  | { mode: 'plain'; clientId: string; clientSecret: Masked<string> }
  /** `encryptionKey` has 32 bytes and serves headers, requests and answers. */
  | {
      mode: 'encrypted';
      clientId: string;
      clientSecret: Masked<string>;
      passKey: Masked<string>;
      encryptionKey: Masked<Buffer>;
    };

/** What iServeU's API needs to know. Texts that become headers must be valid header text. */
export interface IserveuConfig {
  getCustomerUrl: URL;
  registrationUrl: URL;
  sendOtpUrl: URL;
  auth: IserveuAuth;
  /** Tells a refused code from any other -1 by its text; without the flags g and y. */
  otpRefusedPattern: RegExp;
  /** Deadline of each call over the whole answer, in ms. */
  timeoutMs: number;
  /** The way out; absent: direct. */
  proxies?: Proxies;
}
