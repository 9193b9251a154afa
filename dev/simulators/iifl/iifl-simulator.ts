import { z } from 'zod';

import { acceptEach, checked } from '../shared/control.js';
import { faultSchema, timesSchema } from '../shared/fault.js';
import type { SimulatedProvider } from '../shared/provider.js';
import { SimulatorServer, type ListenOptions, type Simulator } from '../shared/simulator.js';
import { sampleProfile, type IiflProfile } from './answers.js';
import { SIMULATED_IIFL_CREDENTIALS, type IiflCredentials } from './credentials.js';
import { fetchClientProfile, type IiflState } from './fetch-client-profile.js';
import { IIFL_LOGIN_PATH, IIFL_PATH, iiflGateway } from './gateway.js';
import { logIn } from './log-in.js';
import { Sessions, type SessionRules } from './sessions.js';
import { MAGIC_CLIENT_CODES } from './magic-client-codes.js';

export interface IiflSimulatorOptions extends ListenOptions {
  /** @default SIMULATED_IIFL_CREDENTIALS */
  credentials?: IiflCredentials | undefined;
  /** The value that the cookie `IIFLMarcookie` must have, which a login gives where there are logins. @default no cookie is asked for */
  session?: string | undefined;
  /** Profile calls must carry a session that a login has opened, kept by these rules. @default none is asked for */
  logins?: SessionRules | undefined;
}

/** By path; the profile call is named as our activity. */
const OPERATIONS = { [IIFL_PATH]: 'fetchClientProfile', [IIFL_LOGIN_PATH]: 'logIn' } as const;

const faultScriptSchema = z.strictObject({
  /** Absent: any. */
  operation: z.enum(Object.values(OPERATIONS)).optional(),
  /** Absent: any. */
  clientCode: z.string().optional(),
  fault: faultSchema,
  /** For how many calls. @default 1 */
  times: timesSchema.optional(),
});
/** A fault, and the calls it is meant for. Scripts queue: each call takes the first one that fits. */
export type IiflFaultScript = z.infer<typeof faultScriptSchema>;

const clientSchema = z.strictObject({
  clientCode: z.string().regex(/^[A-Za-z0-9]{1,8}$/, 'must be 1 to 8 letters or digits'),
  /** The profile's `Mobile`, as it is to be answered; absent: none. */
  mobile: z.string().optional(),
  /** Fields in IIFL's spelling that replace those of the sample profile. */
  fields: z.record(z.string(), z.unknown()).optional(),
});
/** A client that IIFL is to know. */
export type IiflClient = z.infer<typeof clientSchema>;

const sessionSchema = z.strictObject({ session: z.string().nullable() });

export interface IiflSimulator extends Simulator {
  readonly pathname: string;
  scriptFault(script: IiflFaultScript): void;
  setClient(client: IiflClient): void;
  /** The session that calls must carry from now on; `undefined`: none. */
  setSession(session: string | undefined): void;
  /** Ends every session that a login has opened. */
  endSessions(): void;
  /** The worker's environment for this simulator, with the session of the start. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Starts a stand-in for IIFL's client profile API. Rejects when the port is taken. */
export async function startIiflSimulator(options: IiflSimulatorOptions = {}): Promise<IiflSimulator> {
  const { credentials = SIMULATED_IIFL_CREDENTIALS, session, logins } = options;
  const sessions = logins && new Sessions(logins);
  const state: IiflState = { credentials, session, sessions, profiles: new Map<string, IiflProfile>() };
  const provider: SimulatedProvider = {
    ...iiflGateway(credentials.subscriptionKey),
    name: 'iifl',
    operationAt: (pathname) =>
      Object.hasOwn(OPERATIONS, pathname) ? OPERATIONS[pathname as keyof typeof OPERATIONS] : undefined,
    process: (operation, { fields }, { headers }) =>
      operation === 'logIn' ? logIn(fields, state) : fetchClientProfile(fields, headers, state),
  };

  const scriptFault = (script: IiflFaultScript): void => {
    const { operation, clientCode, fault, times } = checked(faultScriptSchema, script);
    server.faults.add({ operation, subject: clientCode, fault, times });
  };
  const setClient = (client: IiflClient): void => {
    const { clientCode, mobile, fields } = checked(clientSchema, client);
    state.profiles.set(clientCode, { ...sampleProfile(clientCode, mobile), ...fields });
  };
  const reset = (): void => {
    server.reset();
    state.profiles.clear();
    state.session = session;
    sessions?.endAll();
    for (const { clientCode, fault, times } of MAGIC_CLIENT_CODES) scriptFault({ clientCode, fault, times });
  };
  const server: SimulatorServer = new SimulatorServer(
    provider,
    {
      'GET health': () => ({ ok: true }),
      'GET journal': () => ({ calls: server.journal.entries }),
      'POST reset': () => {
        reset();
        return { ok: true };
      },
      'POST faults': (body) => acceptEach(body, faultScriptSchema, scriptFault),
      'POST customers': (body) => acceptEach(body, clientSchema, setClient),
      'POST sessions/end': () => {
        sessions?.endAll();
        return { ok: true };
      },
      'POST session': (body) => {
        state.session = checked(sessionSchema, body).session ?? undefined;
        return { ok: true };
      },
    },
    options,
  );
  reset();
  await server.open();

  return {
    pathname: IIFL_PATH,
    ...server.controls,
    environment: environmentFor(server.url, credentials, { session, logsIn: logins !== undefined }),
    scriptFault,
    setClient,
    reset,
    setSession: (next) => {
      state.session = next;
    },
    endSessions: () => {
      sessions?.endAll();
    },
  };
}

function environmentFor(
  url: string,
  credentials: IiflCredentials,
  { session, logsIn }: { session: string | undefined; logsIn: boolean },
): Record<string, string> {
  return {
    IIFL_URL: `${url}${IIFL_PATH}`,
    IIFL_SUBSCRIPTION_KEY: credentials.subscriptionKey,
    IIFL_APP_NAME: credentials.appName,
    IIFL_APP_VERSION: credentials.appVersion,
    IIFL_USER_KEY: credentials.userKey,
    IIFL_OS_NAME: 'WEB',
    IIFL_USER_ID: credentials.userId,
    IIFL_PASSWORD: credentials.password,
    ...(session !== undefined && !logsIn && { IIFL_COOKIE: `IIFLMarcookie=${session}` }),
    ...(logsIn && {
      IIFL_LOGIN_URL: `${url}${IIFL_LOGIN_PATH}`,
      IIFL_LOGIN_EMAIL: credentials.email,
      IIFL_LOGIN_CONTACT_NUMBER: credentials.contactNumber,
      IIFL_ENCRYPTION_KEY: credentials.encryptionKey,
    }),
  };
}
