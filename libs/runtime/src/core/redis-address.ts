/** Where Redis is, read from `REDIS_URL` (design: `redis://`, `rediss://`, `redis+sentinel://`, `redis+cluster://`). */
export type RedisAddress = { readonly username?: string; readonly password?: string; readonly isTls: boolean } & (
  | { readonly kind: "single"; readonly host: string; readonly port: number; readonly db: number }
  | {
      readonly kind: "sentinel";
      readonly sentinels: readonly HostPort[];
      readonly masterName: string;
      readonly db: number;
    }
  | { readonly kind: "cluster"; readonly nodes: readonly HostPort[] }
);

interface HostPort {
  readonly host: string;
  readonly port: number;
}

const PATTERN = /^(redis|rediss|redis\+sentinel|redis\+cluster):\/\/(?:([^@/]*)@)?([^/?#]+)(?:\/([^?#]*))?$/;

/** Undefined where the text is no such address. */
export function parseRedisAddress(url: string): RedisAddress | undefined {
  const match = PATTERN.exec(url);
  if (!match) return undefined;
  const [, scheme = "", credentials, hostList = "", path = ""] = match;
  const defaultPort = scheme === "redis+sentinel" ? 26379 : 6379;
  const hosts = hostList.split(",").map((text) => parseHostPort(text, defaultPort));
  if (hosts.some((host) => host === undefined)) return undefined;
  const known = hosts as HostPort[];
  const shared = { ...parseCredentials(credentials), isTls: scheme === "rediss" };
  const [head = "", tail] = path.split("/");
  if (scheme === "redis+cluster") return { ...shared, kind: "cluster", nodes: known };
  if (scheme === "redis+sentinel") {
    const db = parseDb(tail);
    if (head === "" || db === undefined) return undefined;
    return { ...shared, kind: "sentinel", sentinels: known, masterName: decodeURIComponent(head), db };
  }
  const [first] = known;
  const db = parseDb(head);
  if (first === undefined || known.length > 1 || db === undefined) return undefined;
  return { ...shared, kind: "single", ...first, db };
}

function parseHostPort(text: string, defaultPort: number): HostPort | undefined {
  const match = /^(\[[0-9a-f:]+\]|[^:[\]]+)(?::(\d{1,5}))?$/i.exec(text);
  if (!match?.[1]) return undefined;
  return { host: match[1].replace(/^\[|\]$/g, ""), port: match[2] ? Number(match[2]) : defaultPort };
}

function parseCredentials(text: string | undefined): { username?: string; password?: string } {
  if (!text) return {};
  const colon = text.indexOf(":");
  const username = decodeURIComponent(colon < 0 ? text : text.slice(0, colon));
  const password = colon < 0 ? "" : decodeURIComponent(text.slice(colon + 1));
  return { ...(username ? { username } : {}), ...(password ? { password } : {}) };
}

function parseDb(text: string | undefined): number | undefined {
  if (text === undefined || text === "") return 0;
  return /^\d{1,3}$/.test(text) ? Number(text) : undefined;
}
