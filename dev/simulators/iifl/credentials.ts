/** What an application gets when it registers with IIFL; all of it goes into each call. */
export interface IiflCredentials {
  subscriptionKey: string;
  appName: string;
  appVersion: string;
  userKey: string;
  userId: string;
  password: string;
}

/** Made up, and so named that nobody takes them for real. */
export const SIMULATED_IIFL_CREDENTIALS: Readonly<IiflCredentials> = {
  subscriptionKey: 'simulated-subscription-key',
  appName: 'SIMULATED',
  appVersion: '1.0',
  userKey: 'simulated-user-key',
  userId: 'simulated-user-id',
  password: 'simulated-password',
};
