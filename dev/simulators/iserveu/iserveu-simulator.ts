import { z } from 'zod';

import { acceptEach, checked } from '../shared/control.js';
import { faultSchema, timesSchema } from '../shared/fault.js';
import type { SimulatedProvider } from '../shared/provider.js';
import { SimulatorServer, type ListenOptions, type Simulator } from '../shared/simulator.js';
import { SIMULATED_AGENT, SIMULATED_CREDENTIALS, type IserveuCredentials } from './credentials.js';
import { Customers, STATE_CODES, type CustomerState, type SimulatedCustomer } from './customers.js';
import { encryptedGateway, plainGateway } from './gateway.js';
import { MAGIC_NUMBERS } from './magic-numbers.js';
import { OneTimeCodes } from './one-time-codes.js';
import { getCustomer, processCustomerRegistration, sendOtp, type IserveuState } from './operations.js';
import { ISERVEU_OPERATIONS, ISERVEU_PATHS, type IserveuOperation } from './paths.js';

export interface IserveuSimulatorOptions extends ListenOptions {
  /** @default 'plain' */
  auth?: 'plain' | 'encrypted' | undefined;
  /** Paths other than {@link ISERVEU_PATHS}. */
  pathnames?: Partial<Record<IserveuOperation, string>> | undefined;
  /** @default SIMULATED_CREDENTIALS */
  credentials?: IserveuCredentials | undefined;
  /** Usernames that are onboarded; another one is answered "User not onboarded". @default ['simulated-agent'] */
  agents?: readonly string[] | undefined;
  /** The code that is valid without a send, and that a send makes; `null`: none, and sends make 100001, 100002 … @default '123456' */
  defaultOtp?: string | null | undefined;
  /** @default 'Invalid OTP' */
  wrongOtpText?: string | undefined;
  /** @default 'OTP already used' */
  usedOtpText?: string | undefined;
  /** What a customer is after registering without a document. @default 'verified' */
  stateWithoutOvd?: 'verified' | 'ovdNotVerified' | undefined;
  /** Called when otp/send has made a code. */
  onOtpSent?: ((sent: { mobileNumber: string; otp: string }) => void) | undefined;
  /** The clock against which `epoch` is held, in ms. @default Date.now */
  now?: (() => number) | undefined;
}

const faultScriptSchema = z.strictObject({
  /** Absent: any. */
  operation: z.enum(ISERVEU_OPERATIONS).optional(),
  /** Absent: any. */
  mobileNumber: z.string().optional(),
  fault: faultSchema,
  /** For how many calls. @default 1 */
  times: timesSchema.optional(),
});
/** A fault, and the calls it is meant for. Scripts queue: each call takes the first one that fits. */
export type IserveuFaultScript = z.infer<typeof faultScriptSchema>;

const customerSchema = z.strictObject({
  mobileNumber: z.string(),
  state: z.enum(Object.keys(STATE_CODES) as [CustomerState, ...CustomerState[]]),
  name: z.string().optional(),
});
/** What the simulator is to know about a customer. */
export type IserveuCustomer = z.infer<typeof customerSchema>;

const otpSchema = z.strictObject({ mobileNumber: z.string(), otp: z.string() });

export interface IserveuSimulator extends Simulator {
  readonly auth: 'plain' | 'encrypted';
  readonly pathnames: Readonly<Record<IserveuOperation, string>>;
  scriptFault(script: IserveuFaultScript): void;
  customer(mobileNumber: string): Readonly<SimulatedCustomer>;
  setCustomer(customer: IserveuCustomer): void;
  /** Makes this the current code, unused. */
  setOtp(mobileNumber: string, otp: string): void;
  /** The codes that the coming otp/send calls make. */
  setNextOtps(mobileNumber: string, otps: readonly string[]): void;
  /** The code that would be accepted now; nothing where none would. */
  currentOtp(mobileNumber: string): string | undefined;
  /** Uses the current code up, as a registration does that is lost half-way. */
  spendOtp(mobileNumber: string): void;
  /** The worker's environment for this simulator. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Starts a stand-in for iServeU's customer API. Rejects when the port is taken. */
export async function startIserveuSimulator(options: IserveuSimulatorOptions = {}): Promise<IserveuSimulator> {
  const { auth = 'plain', credentials = SIMULATED_CREDENTIALS, agents = [SIMULATED_AGENT], defaultOtp } = options;
  const pathnames = { ...ISERVEU_PATHS, ...options.pathnames };
  const state: IserveuState = {
    customers: new Customers(),
    codes: new OneTimeCodes(defaultOtp === undefined ? '123456' : defaultOtp),
    agents: new Set(agents),
    texts: { wrongOtp: options.wrongOtpText ?? 'Invalid OTP', usedOtp: options.usedOtpText ?? 'OTP already used' },
    stateWithoutOvd: options.stateWithoutOvd ?? 'verified',
    onOtpSent: options.onOtpSent ?? (() => undefined),
  };
  const gateway =
    auth === 'plain' ? plainGateway(credentials) : encryptedGateway(credentials, options.now ?? (() => Date.now()));
  const logic = { getCustomer, processCustomerRegistration, sendOtp };
  const provider: SimulatedProvider = {
    ...gateway,
    name: 'iserveu',
    operationAt: (pathname) => ISERVEU_OPERATIONS.find((operation) => pathnames[operation] === pathname),
    process: (operation, { fields }) => logic[operation as IserveuOperation](fields, state),
  };

  const scriptFault = (script: IserveuFaultScript): void => {
    const { operation, mobileNumber, fault, times } = checked(faultScriptSchema, script);
    server.faults.add({ operation, subject: mobileNumber, fault, times });
  };
  const setCustomer = (customer: IserveuCustomer): void => {
    state.customers.set(checked(customerSchema, customer));
  };
  const reset = (): void => {
    server.reset();
    state.customers.clear();
    state.codes.clear();
    for (const { mobileNumber, state: known, faults = [] } of MAGIC_NUMBERS) {
      if (known !== undefined) setCustomer({ mobileNumber, state: known, name: 'Asha Rao' });
      for (const { operation, fault, times } of faults) scriptFault({ operation, mobileNumber, fault, times });
    }
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
      'GET customers': () => ({ customers: state.customers.all() }),
      'POST customers': (body) => acceptEach(body, customerSchema, setCustomer),
      'POST otps': (body) =>
        acceptEach(body, otpSchema, ({ mobileNumber, otp }) => {
          state.codes.set(mobileNumber, otp);
        }),
    },
    options,
  );
  reset();
  await server.open();

  return {
    auth,
    pathnames,
    ...server.controls,
    environment: environmentFor(server.url, { auth, credentials, pathnames, username: agents[0] ?? SIMULATED_AGENT }),
    scriptFault,
    setCustomer,
    reset,
    customer: (mobileNumber) => ({ ...state.customers.get(mobileNumber) }),
    setOtp: (mobileNumber, otp) => {
      state.codes.set(mobileNumber, otp);
    },
    setNextOtps: (mobileNumber, otps) => {
      state.codes.setNext(mobileNumber, otps);
    },
    currentOtp: (mobileNumber) => state.codes.valid(mobileNumber),
    spendOtp: (mobileNumber) => {
      state.codes.spend(mobileNumber);
    },
  };
}

function environmentFor(
  url: string,
  {
    auth,
    credentials,
    pathnames,
    username,
  }: {
    auth: 'plain' | 'encrypted';
    credentials: IserveuCredentials;
    pathnames: Readonly<Record<IserveuOperation, string>>;
    username: string;
  },
): Record<string, string> {
  return {
    ISERVEU_BASE_URL: url,
    ISERVEU_GET_CUSTOMER_PATH: pathnames.getCustomer,
    ISERVEU_REGISTRATION_PATH: pathnames.processCustomerRegistration,
    ISERVEU_SEND_OTP_PATH: pathnames.sendOtp,
    ISERVEU_AUTH: auth,
    ISERVEU_CLIENT_ID: credentials.clientId,
    ISERVEU_CLIENT_SECRET: credentials.clientSecret,
    ...(auth === 'encrypted' && {
      ISERVEU_PASS_KEY: credentials.passKey,
      ISERVEU_ENCRYPTION_KEY: credentials.encryptionKey,
    }),
    ISERVEU_USERNAME: username,
  };
}
