/** What an application gets when it registers with IIFL; all of it goes into each call. */
export interface IiflCredentials {
  subscriptionKey: string;
  appName: string;
  appVersion: string;
  userKey: string;
  userId: string;
  password: string;
  /** Of the partner login: who logs in, and the key that user id and password are encrypted under. */
  email: string;
  contactNumber: string;
  encryptionKey: string;
}

/** Made up, and so named that nobody takes them for real. */
export const SIMULATED_IIFL_CREDENTIALS: Readonly<IiflCredentials> = {
  subscriptionKey: 'simulated-subscription-key',
  appName: 'SIMULATED',
  appVersion: '1.0',
  userKey: 'simulated-user-key',
  userId: 'simulated-user-id',
  password: 'simulated-password',
  email: 'partner@example.com',
  contactNumber: '9876500000',
  encryptionKey: 'simulated-encryption-key-0123456789',
};
