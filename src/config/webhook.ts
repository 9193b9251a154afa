import { Masked } from '../contract/masked.js';
import { decodeBase64, type EnvironmentReader } from './environment.js';
import { readGatewayPublicUrl } from './gateway.js';
import { readWayOut } from './way-out.js';

/** Where the ends of onboardings are posted, and what the posts hold. */
export interface WebhookEnvironment {
  url: URL;
  /** Each signs every event. */
  secrets: readonly [Masked<Uint8Array>, ...Masked<Uint8Array>[]];
  /** Whether the whole result, personal data included, is in the event. */
  includeRecord: boolean;
  /** The gateway's public address, for links to results. */
  gatewayUrl?: URL;
  /** Deadline of each post over the whole answer, in ms. */
  timeoutMs: number;
  /** The way out, by the URL. */
  proxies: ReturnType<typeof readWayOut>;
}

const TIMEOUT_MS = 20_000;
/** What Standard Webhooks allows. */
const SECRET_BYTES = { min: 24, max: 64 };
const SECRETS_FORM = `must be whsec_base64,whsec_base64,… of ${SECRET_BYTES.min} to ${SECRET_BYTES.max} bytes each (echo "whsec_$(openssl rand -base64 32)")`;

/** Reads the `WEBHOOK_*` variables and `GATEWAY_PUBLIC_URL`. There is no webhook without `WEBHOOK_URL`. */
export function readWebhookEnvironment(reader: EnvironmentReader): { webhook?: WebhookEnvironment } {
  const includeRecord = reader.oneOf('WEBHOOK_INCLUDE_RECORD', ['true', 'false'], 'false') === 'true';
  const gatewayUrl = readGatewayPublicUrl(reader, { isRequired: false });
  const secretsRule = { parse: parseSecret, form: SECRETS_FORM };
  // Without a webhook they are checked all the same, so that nothing stops the start once it gets its URL.
  reader.list('WEBHOOK_SECRETS', secretsRule);
  if (reader.optionalText('WEBHOOK_URL') === undefined) return {};
  const standIn = new Masked<Uint8Array>(new Uint8Array(SECRET_BYTES.min));
  return {
    webhook: {
      url: readUrl(reader),
      secrets: reader.requiredList('WEBHOOK_SECRETS', standIn, secretsRule),
      includeRecord,
      ...(gatewayUrl !== undefined && { gatewayUrl }),
      timeoutMs: TIMEOUT_MS,
      proxies: readWayOut(reader),
    },
  };
}

function readUrl(reader: EnvironmentReader): URL {
  const url = reader.url('WEBHOOK_URL');
  if (url.hash !== '') reader.report('WEBHOOK_URL', 'must have no fragment');
  return url;
}

/** The prefix may be missing, as in every library of Standard Webhooks. */
function parseSecret(entry: string): Masked<Uint8Array> | undefined {
  const bytes = decodeBase64(entry.replace(/^whsec_/, ''));
  const isRight = bytes !== undefined && bytes.length >= SECRET_BYTES.min && bytes.length <= SECRET_BYTES.max;
  return isRight ? new Masked<Uint8Array>(bytes) : undefined;
}
