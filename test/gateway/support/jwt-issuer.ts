import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export const ISSUER = 'https://issuer.example';
export const AUDIENCE = 'onboarding';

type PrivateKey = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

/** An issuer of JWTs with its public keys on a real local server. */
export class JwtIssuer {
  private keys: { kid: string; privateKey: PrivateKey; jwk: object }[] = [];
  private answersWith = 200;
  /** How often the keys were asked for. */
  requests = 0;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<JwtIssuer> {
    const server = createServer();
    const issuer = new JwtIssuer(server);
    server.on('request', (_request, response) => {
      issuer.requests += 1;
      response.writeHead(issuer.answersWith, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ keys: issuer.keys.map(({ jwk }) => jwk) }));
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    await issuer.addKey();
    return issuer;
  }

  get environment(): Record<string, string> {
    const { port } = this.server.address() as AddressInfo;
    return {
      GATEWAY_JWT_ISSUER: ISSUER,
      GATEWAY_JWT_AUDIENCE: AUDIENCE,
      GATEWAY_JWKS_URL: `http://127.0.0.1:${port}/jwks.json`,
    };
  }

  /** Makes a key that signs from now on. */
  async addKey(): Promise<void> {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const kid = crypto.randomUUID();
    this.keys.unshift({ kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' } });
  }

  /** Makes the keys' address fail, or work again. */
  answerWith(status: number): void {
    this.answersWith = status;
  }

  /** A token with these claims over the usual ones; one that is `undefined` is left out. */
  async token(claims: Record<string, unknown> = {}): Promise<string> {
    const [key] = this.keys;
    if (key === undefined) throw new Error('The issuer has no key.');
    const now = Math.floor(Date.now() / 1_000);
    const usual = { iss: ISSUER, aud: AUDIENCE, sub: 'app-1', scope: 'openid backend', iat: now, exp: now + 300 };
    return await new SignJWT({ ...usual, ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: key.kid })
      .sign(key.privateKey);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
