import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const COOKIE_NAME = 'IIFLMarcookie';
/** As IIFL ends a session that makes no call. */
const IDLE_MS = 1_800_000;

/** How the simulator keeps the sessions that logins open. */
export interface SessionRules {
  /** A session that makes no call for so long ends. @default 1_800_000 */
  idleMs?: number | undefined;
  /** A session ends so long after its login, however it is used. @default never */
  lifetimeMs?: number | undefined;
  /** Whether a login ends the sessions before it. @default false */
  endsOthers?: boolean | undefined;
  /** The cookies of a login's answer; `several` puts others around the session's. @default 'one' */
  cookies?: 'one' | 'several' | 'none' | undefined;
}

/** The sessions that logins have opened. */
export class Sessions {
  private readonly times = new Map<string, { openedAtMs: number; usedAtMs: number }>();

  constructor(private readonly rules: SessionRules) {}

  /** Opens a session, by default under a random value; gives the values of `Set-Cookie`. */
  open(session: string = randomUUID()): string[] {
    const { endsOthers = false, cookies = 'one' } = this.rules;
    if (endsOthers) this.endAll();
    const nowMs = Date.now();
    this.times.set(session, { openedAtMs: nowMs, usedAtMs: nowMs });
    const own = `${COOKIE_NAME}=${session}; path=/; secure; HttpOnly`;
    const all = { none: [], one: [own], several: ['ASP.NET_SessionId=first; path=/', own, 'lang=en'] };
    return all[cookies];
  }

  /** Whether a call carries a session that is open; the call keeps it open. */
  isOpen({ cookie = '' }: IncomingHttpHeaders): boolean {
    const { idleMs = IDLE_MS, lifetimeMs = Infinity } = this.rules;
    const [, session = ''] = new RegExp(`(?:^|;\\s*)${COOKIE_NAME}=([^;]*)`).exec(cookie) ?? [];
    const times = this.times.get(session);
    const nowMs = Date.now();
    if (times === undefined || nowMs - times.usedAtMs > idleMs || nowMs - times.openedAtMs > lifetimeMs) return false;
    times.usedAtMs = nowMs;
    return true;
  }

  endAll(): void {
    this.times.clear();
  }
}
