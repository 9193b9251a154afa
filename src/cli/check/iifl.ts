import { readEnvironment, type Environment } from '../../config/environment.js';
import { readIiflEnvironment, type IiflEnvironment } from '../../config/iifl.js';
import { HttpClient } from '../../providers/http/http-client.js';
import { createIiflApi } from '../../providers/iifl/create-iifl-api.js';
import { logIn } from '../../providers/iifl/log-in.js';
import { NOT_USABLE, usable } from './environment.js';
import { ok, skipped, type Finding } from './finding.js';
import { checkServer, faultFinding, isSet, type Server } from './provider.js';

const ACCOUNT = 'IIFL_SUBSCRIPTION_KEY, IIFL_APP_NAME, IIFL_USER_KEY, IIFL_USER_ID and IIFL_PASSWORD';

/** Looks at IIFL's server, logs in where logins are configured, and with a client code asks for its profile. */
export async function checkIifl(env: Environment, clientCode: string | undefined): Promise<Finding[]> {
  const inVain = (why: string): Finding[] => [
    skipped('iifl', why),
    skipped('iifl login', why),
    skipped('iifl profile', why),
  ];
  if (!isSet(env, 'IIFL_')) return inVain('no IIFL_* is set');
  const config = usable(() => readEnvironment(env, readIiflEnvironment));
  if (config === undefined) return inVain(NOT_USABLE);
  const server: Server = {
    part: 'iifl',
    url: new URL(config.url.origin),
    proxies: config.proxies,
    variable: 'IIFL_URL',
  };
  const reached = await checkServer(server);
  const { finding, readCookie } = await openSession(config, server);
  if (finding.state === 'wrong')
    return [reached, finding, skipped('iifl profile', 'without a session IIFL answers nothing')];
  if (clientCode === undefined) {
    return [reached, finding, skipped('iifl profile', 'give --client-code C to ask for a profile')];
  }
  const { login: _, ...withoutLogin } = config;
  return [
    reached,
    finding,
    await askProfile({ ...withoutLogin, ...(readCookie && { readCookie }) }, clientCode, server),
  ];
}

interface OpenedSession {
  finding: Finding;
  readCookie?: () => Promise<string>;
}

async function openSession(config: IiflEnvironment, server: Server): Promise<OpenedSession> {
  const { login, readCookie } = config;
  if (login === undefined) {
    const found = readCookie
      ? 'the session comes from IIFL_COOKIE'
      : 'no session is configured: IIFL wants one (IIFL_LOGIN_*)';
    return { finding: skipped('iifl login', found), ...(readCookie && { readCookie }) };
  }
  const http = new HttpClient(config);
  try {
    const outcome = await logIn(http, config, login, new AbortController().signal);
    if (outcome.kind === 'loggedIn') {
      const { cookie } = outcome;
      return { finding: ok('iifl login', 'it opens a session'), readCookie: () => Promise.resolve(cookie) };
    }
    const access = `set ${ACCOUNT} right, and IIFL_LOGIN_EMAIL, IIFL_LOGIN_CONTACT_NUMBER and IIFL_ENCRYPTION_KEY`;
    const loginServer: Server = { ...server, part: 'iifl login', url: login.url, variable: 'IIFL_LOGIN_URL' };
    return { finding: faultFinding(loginServer, outcome, access) };
  } finally {
    http.close();
  }
}

async function askProfile(config: IiflEnvironment, clientCode: string, server: Server): Promise<Finding> {
  const iifl = createIiflApi(config);
  try {
    const outcome = await iifl.fetchClientProfile(clientCode, new AbortController().signal);
    switch (outcome.kind) {
      case 'found':
        return ok('iifl profile', 'it gives the profile');
      case 'noRecord':
        return ok('iifl profile', 'it answers, and has no record for this client code');
      case 'invalidClientCode':
        return ok('iifl profile', 'it answers, and calls this client code invalid');
      default: {
        const session = config.readCookie
          ? '; the session may have ended'
          : '; without IIFL_LOGIN_* there is no session';
        return faultFinding({ ...server, part: 'iifl profile' }, outcome, `set ${ACCOUNT} right${session}`);
      }
    }
  } finally {
    iifl.close();
  }
}
