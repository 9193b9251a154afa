import { Masked } from '../contract/masked.js';
import type { EnvironmentReader } from './environment.js';
import { readProviderLimits } from './provider-limits.js';
import { readWayOut } from './way-out.js';

/** iServeU's documented paths. Its production hosts are said to use others, without `unified`. */
const GET_CUSTOMER_PATH = '/common/dmt-lite/unified/customer/get-customer';
const REGISTRATION_PATH = '/common/dmt-lite/unified/customer/process-customer-registration';
const SEND_OTP_PATH = '/common/dmt-lite/unified/otp/send';

/** iServeU documents no text for a wrong OTP, so this is a guess; the operator may know better. */
const OTP_REFUSED_PATTERN =
  '\\botp\\b|one[ -]?time|pass ?code|verification code|(invalid|incorrect|wrong|expired) code';

/** Where iServeU is and how it knows us. Source: docs/provider-coverage.md. */
export type IserveuEnvironment = ReturnType<typeof readIserveuEnvironment>;

/** Reads the `ISERVEU_*` variables. */
export function readIserveuEnvironment(reader: EnvironmentReader) {
  const baseUrl = reader.url('ISERVEU_BASE_URL');
  if (baseUrl.search !== '' || baseUrl.hash !== '') {
    reader.report('ISERVEU_BASE_URL', 'must have no query and no fragment');
  }
  const urlOf = (name: string, fallback: string) => {
    const path = reader.textMatching(name, /^\/\S*$/, 'must be a path that starts with /, without spaces', fallback);
    return new URL(baseUrl.origin + baseUrl.pathname.replace(/\/+$/, '') + path);
  };
  return {
    getCustomerUrl: urlOf('ISERVEU_GET_CUSTOMER_PATH', GET_CUSTOMER_PATH),
    registrationUrl: urlOf('ISERVEU_REGISTRATION_PATH', REGISTRATION_PATH),
    sendOtpUrl: urlOf('ISERVEU_SEND_OTP_PATH', SEND_OTP_PATH),
    auth: readAuth(reader),
    /** The agent of requests that name none; empty where the operator set none, which iServeU refuses. */
    username: reader.optionalText('ISERVEU_USERNAME') ?? '',
    otpRefusedPattern: reader.regularExpression('ISERVEU_OTP_REFUSED_PATTERN', OTP_REFUSED_PATTERN),
    ...readProviderLimits(reader, 'ISERVEU'),
    proxies: readWayOut(reader),
  };
}

function readAuth(reader: EnvironmentReader) {
  const mode = reader.oneOf('ISERVEU_AUTH', ['plain', 'encrypted'], 'plain');
  const credentials = {
    clientId: reader.headerText('ISERVEU_CLIENT_ID'),
    clientSecret: new Masked(reader.headerText('ISERVEU_CLIENT_SECRET')),
  };
  if (mode === 'plain') return { mode, ...credentials };
  return {
    mode,
    ...credentials,
    passKey: new Masked(reader.headerText('ISERVEU_PASS_KEY')),
    encryptionKey: new Masked(reader.base64Key('ISERVEU_ENCRYPTION_KEY')),
  };
}
