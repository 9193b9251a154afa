/*
 * Made up, and so named that nobody takes them for real. They are constants so that a worker's environment can be
 * written down before the simulators run.
 */
export interface IserveuCredentials {
  clientId: string;
  clientSecret: string;
  passKey: string;
  /** 32 bytes in base64. */
  encryptionKey: string;
}

export const SIMULATED_CREDENTIALS: Readonly<IserveuCredentials> = {
  clientId: 'simulated-client-id',
  clientSecret: 'simulated-client-secret',
  passKey: 'simulated-pass-key',
  encryptionKey: Buffer.from('simulated-key-never-for-real-use').toString('base64'),
};

/** The agent that the simulator knows. */
export const SIMULATED_AGENT = 'simulated-agent';
