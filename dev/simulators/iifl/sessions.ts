import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const COOKIE_NAME = 'IIFLMarcookie';
/** As IIFL ends a session that makes no call. */
const IDLE_MS = 1_800_000;

/** How the simulator keeps the sessions that logins open. */
export interface SessionRules {
  /** A session that makes no call for so long ends. @default 1_800_000 */
  idleMs?: number | undefined;
  /** Whether a login ends the sessions before it. @default false */
  endsOthers?: boolean | undefined;
  /** The cookies of a login's answer; `several` puts others around the session's. @default 'one' */
  cookies?: 'one' | 'several' | 'none' | undefined;
}

/** The sessions that logins have opened. */
export class Sessions {
  private readonly usedAtMs = new Map<string, number>();

  constructor(private readonly rules: SessionRules) {}

  /** Opens a session, by default under a random value; gives the values of `Set-Cookie`. */
  open(session: string = randomUUID()): string[] {
    const { endsOthers = false, cookies = 'one' } = this.rules;
    if (endsOthers) this.endAll();
    this.usedAtMs.set(session, Date.now());
    const own = `${COOKIE_NAME}=${session}; path=/; secure; HttpOnly`;
    const all = { none: [], one: [own], several: ['ASP.NET_SessionId=first; path=/', own, 'lang=en'] };
    return all[cookies];
  }

  /** Whether a call carries a session that is open; the call keeps it open. */
  isOpen({ cookie = '' }: IncomingHttpHeaders): boolean {
    const { idleMs = IDLE_MS } = this.rules;
    const [, session = ''] = new RegExp(`(?:^|;\\s*)${COOKIE_NAME}=([^;]*)`).exec(cookie) ?? [];
    const usedAtMs = this.usedAtMs.get(session);
    if (usedAtMs === undefined || Date.now() - usedAtMs > idleMs) return false;
    this.usedAtMs.set(session, Date.now());
    return true;
  }

  endAll(): void {
    this.usedAtMs.clear();
  }
}
