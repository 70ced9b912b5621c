import { randomBytes } from "node:crypto";

/** `blocked`: the cookie of a sign-in that failed for an expired password; it opens nothing [kingdee 2.6]. */
type SessionState = "open" | "blocked";

export interface Sessions {
  open(state: SessionState, nowMs: number): string;
  /** The state of a live session, whose time then starts anew; undefined for unknown and expired ids. */
  touch(id: string, nowMs: number): SessionState | undefined;
  drop(id: string): void;
  dropAll(): void;
}

/** Sliding [kingdee 2.6]. */
const TTL_MS = 20 * 60_000;

export function createSessions(): Sessions {
  const sessions = new Map<string, { state: SessionState; usedAtMs: number }>();
  return {
    open: (state, nowMs) => {
      const id = newSessionId();
      sessions.set(id, { state, usedAtMs: nowMs });
      return id;
    },
    touch: (id, nowMs) => {
      const session = sessions.get(id);
      if (!session) return undefined;
      if (nowMs - session.usedAtMs > TTL_MS) {
        sessions.delete(id);
        return undefined;
      }
      session.usedAtMs = nowMs;
      return session.state;
    },
    drop: (id) => void sessions.delete(id),
    dropAll: () => sessions.clear(),
  };
}

/** An id that looks like a session and is none: what a refused call gets as its cookie. */
export function newSessionId(): string {
  return randomBytes(12).toString("hex");
}

/** Both cookies of an answer, the one with a comma in its date that naive clients stumble over. */
export function sessionCookies(id: string, nowMs: number): string[] {
  const expires = new Date(nowMs + 7 * 86_400_000).toUTCString();
  return [
    `ASP.NET_SessionId=${id}; path=/; HttpOnly; SameSite=Lax`,
    `kdservice-sessionid=${id}; expires=${expires}; path=/`,
  ];
}

/** The session ids a request offers: cookie first, then the bare headers that SDKs send [kingdee 2.5, 2.6]. */
export function offeredSessionIds(headers: Readonly<Record<string, string | string[] | undefined>>): string[] {
  const cookie = /(?:^|;\s*)kdservice-sessionid=([^;\s]+)/.exec(String(headers["cookie"] ?? ""))?.[1];
  return [cookie, headers["kdservice-sessionid"], headers["sid"]].filter((id) => typeof id === "string");
}
