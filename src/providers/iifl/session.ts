import type { ReadFault } from '../http/fault.js';
import type { IiflConfig } from './config.js';
import type { LoginOutcome } from './log-in.js';
import { asCookie, isHeaderText } from './session-cookie.js';

/** What a call sends as its session, or why there is none. `cookie` is absent where no session is configured. */
export type SessionOutcome = { kind: 'open'; cookie?: string } | ReadFault;

/** The session of calls to IIFL. */
export interface Session {
  /** @param refused the cookie that IIFL has just called invalid */
  open(refused?: string): Promise<SessionOutcome>;
  /** Whether another {@link Session.open} can bring another session at once. */
  readonly isRenewable: boolean;
}

/** A session that others open and keep alive; its cookie is read again for each call. */
export function givenSession(readCookie: IiflConfig['readCookie']): Session {
  return {
    isRenewable: false,
    async open() {
      if (readCookie === undefined) return { kind: 'open' };
      try {
        const cookie = await readCookie();
        if (isHeaderText(cookie)) return { kind: 'open', cookie: asCookie(cookie) };
        return { kind: 'accessDenied', cause: 'the IIFL session cookie is empty or not valid header text' };
      } catch {
        return { kind: 'accessDenied', cause: 'the IIFL session cookie cannot be read' };
      }
    },
  };
}

/** After a refused login none is tried for so long: IIFL may lock an account that keeps trying. */
const PAUSE_AFTER_REFUSAL_MS = 60_000;

/** A session that this process opens by logging in, when it is first needed and when IIFL has ended it. */
export class LoginSession implements Session {
  readonly isRenewable = true;
  private cookie: string | undefined;
  private login: Promise<LoginOutcome> | undefined;
  private refusal: { fault: ReadFault; untilMs: number } | undefined;

  /** @param logIn makes one login; never called while another one is under way */
  constructor(private readonly logIn: () => Promise<LoginOutcome>) {}

  async open(refused?: string): Promise<SessionOutcome> {
    // Another call may have renewed the session meanwhile.
    if (this.cookie !== undefined && this.cookie !== refused) return { kind: 'open', cookie: this.cookie };
    if (this.refusal !== undefined && performance.now() < this.refusal.untilMs) return this.refusal.fault;
    this.login ??= this.logInOnce();
    const outcome = await this.login;
    return outcome.kind === 'loggedIn' ? { kind: 'open', cookie: outcome.cookie } : outcome;
  }

  private async logInOnce(): Promise<LoginOutcome> {
    this.cookie = undefined;
    const outcome = await this.logIn().finally(() => {
      this.login = undefined;
    });
    if (outcome.kind === 'loggedIn') this.cookie = outcome.cookie;
    else if (outcome.kind === 'accessDenied') {
      this.refusal = { fault: outcome, untilMs: performance.now() + PAUSE_AFTER_REFUSAL_MS };
    }
    return outcome;
  }
}
