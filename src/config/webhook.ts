import { Masked } from '../contract/masked.js';
import type { EnvironmentReader } from './environment.js';
import { readGatewayPublicUrl } from './public-url.js';

/** Where the ends of onboardings are posted, and what is told there. */
export interface WebhookEnvironment {
  url: URL;
  /** Each signs every event. */
  secrets: readonly [Masked<Uint8Array>, ...Masked<Uint8Array>[]];
  /** Whether the whole result, personal data included, is in the event. */
  includeRecord: boolean;
  /** Where the gateway gives results. */
  gatewayUrl?: URL;
  /** Deadline of each post over the whole answer, in ms. */
  timeoutMs: number;
}

const TIMEOUT_MS = 20_000;
/** The prefix may be missing, as in every library of Standard Webhooks. */
const SECRET = /^(?:whsec_)?((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/;
/** What Standard Webhooks allows. */
const SECRET_BYTES = { min: 24, max: 64 };
const SECRETS_FORM = `must be whsec_base64,whsec_base64,… of ${SECRET_BYTES.min} to ${SECRET_BYTES.max} bytes each (echo "whsec_$(openssl rand -base64 32)")`;

/** Reads the `WEBHOOK_*` variables and `GATEWAY_PUBLIC_URL`; nothing comes of them where no `WEBHOOK_URL` is set. */
export function readWebhookEnvironment(reader: EnvironmentReader): { webhook?: WebhookEnvironment } {
  const isSet = reader.optionalText('WEBHOOK_URL') !== undefined;
  const secrets = reader.optionalText('WEBHOOK_SECRETS');
  const includeRecord = reader.oneOf('WEBHOOK_INCLUDE_RECORD', ['true', 'false'], 'false') === 'true';
  const gatewayUrl = readGatewayPublicUrl(reader, { isRequired: false });
  if (!isSet) return {};
  return {
    webhook: {
      url: readUrl(reader),
      secrets: readSecrets(reader, secrets),
      includeRecord,
      ...(gatewayUrl !== undefined && { gatewayUrl }),
      timeoutMs: TIMEOUT_MS,
    },
  };
}

function readUrl(reader: EnvironmentReader): URL {
  const url = reader.url('WEBHOOK_URL');
  if (url.hash !== '') reader.report('WEBHOOK_URL', 'must have no fragment');
  return url;
}

function readSecrets(reader: EnvironmentReader, text: string | undefined): WebhookEnvironment['secrets'] {
  const standIn = new Masked(new Uint8Array(SECRET_BYTES.min));
  if (text === undefined) {
    reader.report('WEBHOOK_SECRETS', `is required where WEBHOOK_URL is set, and ${SECRETS_FORM}`);
    return [standIn];
  }
  const [first = standIn, ...others] = text.split(',').flatMap((entry) => readSecret(entry.trim()));
  const isWhole = 1 + others.length === text.split(',').length && first !== standIn;
  if (!isWhole && !reader.isReported('WEBHOOK_SECRETS')) reader.report('WEBHOOK_SECRETS', SECRETS_FORM);
  return [first, ...others];
}

function readSecret(entry: string): Masked<Uint8Array>[] {
  const [, digits] = SECRET.exec(entry) ?? [];
  if (digits === undefined) return [];
  const bytes = Buffer.from(digits, 'base64');
  const isAllowed = bytes.length >= SECRET_BYTES.min && bytes.length <= SECRET_BYTES.max;
  return isAllowed && bytes.toString('base64') === digits ? [new Masked<Uint8Array>(bytes)] : [];
}
