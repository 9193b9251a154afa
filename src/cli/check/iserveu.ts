import { readEnvironment, type Environment } from '../../config/environment.js';
import { readIserveuEnvironment, type IserveuEnvironment } from '../../config/iserveu.js';
import { createIserveuApi } from '../../providers/iserveu/create-iserveu-api.js';
import { NOT_USABLE, usable } from './environment.js';
import { ok, skipped, wrong, type Finding } from './finding.js';
import { checkServer, faultFinding, isSet, type Server } from './provider.js';

const PART = 'iserveu get-customer';
const HERE = { latlong: '20.5937,78.9629', publicIP: '203.0.113.1' };

/** Looks at iServeU's server; with a mobile number also asks get-customer, which changes nothing there. */
export async function checkIserveu(env: Environment, mobileNumber: string | undefined): Promise<Finding[]> {
  if (!isSet(env, 'ISERVEU_')) {
    return [skipped('iserveu', 'no ISERVEU_* is set'), skipped(PART, 'no ISERVEU_* is set')];
  }
  const config = usable(() => readEnvironment(env, readIserveuEnvironment));
  if (config === undefined) return [skipped('iserveu', NOT_USABLE), skipped(PART, NOT_USABLE)];
  const { origin } = config.getCustomerUrl;
  const server: Server = {
    part: 'iserveu',
    url: new URL(origin),
    proxies: config.proxies,
    variable: 'ISERVEU_BASE_URL',
  };
  const reached = await checkServer(server);
  if (mobileNumber === undefined)
    return [reached, skipped(PART, 'give --mobile-number N to try credentials and agent')];
  return [reached, await askGetCustomer(config, mobileNumber, { ...server, part: PART })];
}

async function askGetCustomer(config: IserveuEnvironment, mobileNumber: string, server: Server): Promise<Finding> {
  const iserveu = createIserveuApi(config);
  try {
    const request = { mobileNumber, username: config.username, ...HERE };
    const outcome = await iserveu.getCustomer(request, new AbortController().signal);
    switch (outcome.kind) {
      case 'found':
        return ok(PART, 'credentials and agent are taken');
      case 'agentNotSetUp':
        return wrong(PART, 'it does not know the agent', 'set ISERVEU_USERNAME right, or have iServeU onboard it');
      case 'rejected':
        return wrong(
          PART,
          'it rejects the question (-1)',
          "try another number; else ask iServeU about the agent's rights",
        );
      default:
        return faultFinding(
          { ...server, variable: `ISERVEU_BASE_URL, ISERVEU_GET_CUSTOMER_PATH, ISERVEU_AUTH` },
          outcome,
          accessHelp(config),
        );
    }
  } finally {
    iserveu.close();
  }
}

function accessHelp({ auth }: IserveuEnvironment): string {
  const variables =
    auth.mode === 'plain'
      ? 'ISERVEU_CLIENT_ID and ISERVEU_CLIENT_SECRET'
      : 'ISERVEU_CLIENT_ID, ISERVEU_CLIENT_SECRET, ISERVEU_PASS_KEY and ISERVEU_ENCRYPTION_KEY';
  return `set ${variables} right, and ISERVEU_AUTH for that host; ask whether this host's address is allowed`;
}
