import type { Masked } from '../../contract/masked.js';
import type { Proxies } from '../http/choose-proxy.js';

/** Where events are posted, and how they are signed. */
export interface WebhookConfig {
  url: URL;
  /** Each signs every event, so that the receiver may change from one to the next when it likes. 24 to 64 bytes. */
  secrets: readonly [Masked<Uint8Array>, ...Masked<Uint8Array>[]];
  /** Deadline of each post over the whole answer, in ms. */
  timeoutMs: number;
  /** The way out; absent: direct. */
  proxies?: Proxies;
}
