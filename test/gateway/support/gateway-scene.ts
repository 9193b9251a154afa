import { createHash, randomBytes } from 'node:crypto';
import { pino, type Logger } from 'pino';
import { vi } from 'vitest';
import { parseOnboardingId } from '../../../src/contract/onboarding-id.js';
import { DEFAULT_LIMITS, type GatewayLimits } from '../../../src/gateway/access/rate-limits.js';
import { startGateway, type RunningGateway } from '../../../src/gateway/start-gateway.js';
import { readGatewayEnvironment } from '../../../src/config/gateway.js';
import type { OnboardingRequest } from '../../../src/contract/request.js';
import type { OnboardingStatus } from '../../../src/contract/status.js';
import { RealOnboardings } from '../../client/real-onboardings.js';

/** Made-up API keys; the gateway is told their hashes only. */
export const BACKEND_KEY = 'made-up-backend-key';
export const OPERATOR_KEY = 'made-up-operator-key';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

export interface GatewaySceneOptions {
  /** Variables of the gateway beside the usual ones. */
  environment?: Record<string, string>;
  limits?: Partial<GatewayLimits>;
  /** Variables of the worker beside the usual ones. */
  workerEnvironment?: Record<string, string>;
}

/** What the answer to a start holds. */
export interface Started {
  onboardingId: string;
  started: boolean;
  status: OnboardingStatus;
  otpToken: string;
  otpUrl: string;
}

export interface CallOptions {
  /** The bearer credential. @default {@link BACKEND_KEY} */
  as?: string | null;
  headers?: Record<string, string>;
  body?: unknown;
  signal?: AbortSignal;
}

/** A gateway that listens, a worker, simulators and the real server behind it; talked to by HTTP alone. */
export class GatewayScene {
  readonly tokenKey = randomBytes(32);
  /** Everything that the gateway has logged, one line each. */
  readonly logLines: string[] = [];
  private gateway: RunningGateway | undefined;

  private constructor(
    readonly onboardings: RealOnboardings,
    private readonly options: GatewaySceneOptions,
  ) {}

  static async start(options: GatewaySceneOptions = {}): Promise<GatewayScene> {
    const scene = new GatewayScene(await RealOnboardings.start(options.workerEnvironment), options);
    await scene.startGateway();
    return scene;
  }

  /** Another gateway beside the one of a scene, with other variables; `stopGateway` ends it. */
  static async beside(
    scene: GatewayScene,
    environment: Record<string, string>,
    limits: Partial<GatewayLimits> = {},
  ): Promise<GatewayScene> {
    const other = new GatewayScene(scene.onboardings, {
      environment: { ...scene.options.environment, ...environment },
      limits: { ...scene.options.limits, ...limits },
    });
    other.tokenKey.set(scene.tokenKey);
    await other.startGateway();
    return other;
  }

  async stop(): Promise<void> {
    await this.stopGateway();
    await this.onboardings.stop();
  }

  /** The environment of this scene's gateway, as a process of its own would be told it. */
  get environment(): Record<string, string> {
    return {
      ...this.onboardings.temporalVariables,
      PAYLOAD_KEYS: 'none',
      CUSTOMER_ID_KEY: Buffer.from(this.onboardings.customerIdKey).toString('base64'),
      ONBOARDING_TASK_QUEUE: this.onboardings.harness.taskQueue,
      GATEWAY_PORT: '0',
      GATEWAY_API_KEYS: `app:backend:${sha256(BACKEND_KEY)},ops:operator:${sha256(OPERATOR_KEY)}`,
      GATEWAY_TOKEN_KEYS: this.tokenKey.toString('base64'),
      ...this.options.environment,
    };
  }

  /** Starts the gateway, or another one after {@link GatewayScene.stopGateway}. */
  async startGateway(): Promise<void> {
    const limits = { ...DEFAULT_LIMITS, ...this.options.limits };
    this.gateway = await startGateway(readGatewayEnvironment(this.environment), this.logger, limits);
  }

  async stopGateway(): Promise<void> {
    await this.gateway?.stop();
    this.gateway = undefined;
  }

  get url(): string {
    if (this.gateway === undefined) throw new Error('The gateway does not run.');
    return this.gateway.url;
  }

  /** Makes one request; the path may be a whole URL. */
  async call(method: string, path: string, options: CallOptions = {}): Promise<Response> {
    const { as = BACKEND_KEY, headers = {}, body, signal } = options;
    return await fetch(new URL(path, this.url), {
      method,
      headers: {
        ...(as !== null && { Authorization: `Bearer ${as}` }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(signal !== undefined && { signal }),
      redirect: 'manual',
    });
  }

  async get(path: string, options: CallOptions = {}): Promise<Response> {
    return await this.call('GET', path, options);
  }

  async post(path: string, options: CallOptions = {}): Promise<Response> {
    return await this.call('POST', path, options);
  }

  /** Starts an onboarding of a customer whom nobody knows yet. */
  async startOnboarding(others: Partial<OnboardingRequest> = {}): Promise<Started> {
    const response = await this.post('/v1/onboardings', { body: this.onboardings.request(others) });
    return (await response.json()) as Started;
  }

  /** Likewise, at the point where a code is awaited. */
  async startAwaitingOtp(others: Partial<OnboardingRequest> = {}): Promise<Started> {
    const started = await this.startOnboarding(others);
    const { workflowId = '' } = parseOnboardingId(started.onboardingId) ?? {};
    await this.onboardings.until(workflowId, ({ stage }) => stage === 'awaitingOtp');
    return started;
  }

  /** Submits the right code and waits for the end. */
  async finish({ onboardingId }: Started): Promise<void> {
    await this.post(`/v1/onboardings/${onboardingId}/otp`, { body: { otp: '123456' } });
    const result = await this.get(`/v1/onboardings/${onboardingId}/result`, { headers: { Prefer: 'wait=30' } });
    if (result.status !== 200) throw new Error(`The onboarding did not end: ${await result.text()}`);
  }

  /** Resolves when a gateway, by default this one, is answering so many requests at once. */
  async untilAnswering(requests: number, gatewayUrl = this.url): Promise<void> {
    await vi.waitFor(
      async () => {
        const metrics = await (await this.get(`${gatewayUrl}/metrics`, { as: null })).text();
        const [, open = ''] = /^onboarding_gateway_open_requests (\d+)$/m.exec(metrics) ?? [];
        // One of them asks for the metrics.
        if (Number(open) - 1 < requests) throw new Error(`It answers ${Number(open) - 1} requests.`);
      },
      { timeout: 10_000, interval: 20 },
    );
  }

  private get logger(): Logger {
    const write = (line: string) => {
      this.logLines.push(line);
    };
    return pino({ base: null }, { write });
  }
}

/** The body of an error. */
export async function problemOf(response: Response): Promise<Record<string, unknown>> {
  return (await response.json()) as Record<string, unknown>;
}
