import { z } from "zod";

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

/** The address, or what a person has to mend; a problem holds no part of the text, for any may be a secret. */
export type ReadAddress = RedisAddress | { readonly kind: "problem"; readonly problem: string };

const FORMS =
  "应为 redis://、rediss://、redis+sentinel://h1:26379,h2:26379/mymaster 或 redis+cluster://h1:7000,h2:7001";
const ENCODE =
  "用户名、密码与主节点名中的特殊字符须写成百分号编码(@ 写成 %40,/ 写成 %2F,% 写成 %25,? 写成 %3F,# 写成 %23,: 写成 %3A)";
const NO_OPTIONS = `不支持 ? 与 # 之后的内容(数据库写在路径中,例如 redis://主机:6379/1);${ENCODE}`;
const HOSTS = `主机应为 主机名:端口(多个用逗号隔开),端口为 1 到 65535;${ENCODE}`;
const DB = `路径应为数据库编号(0 到 999;redis+sentinel:// 为 /主节点名 或 /主节点名/编号,redis+cluster:// 只有 0);${ENCODE}`;

const SCHEME = /^(redis|rediss|redis\+sentinel|redis\+cluster):\/\/(.*)$/s;

/** Strict, so that a password with a character of addresses is told and never taken for a host. */
export function readRedisAddress(url: string): ReadAddress {
  const [, scheme, rest = ""] = SCHEME.exec(url) ?? [];
  if (scheme === undefined) return toProblem(FORMS);
  // The last one: whatever stands before it may belong to a password that was not encoded.
  const at = rest.lastIndexOf("@");
  const credentials = readCredentials(rest.slice(0, Math.max(at, 0)));
  if (credentials === undefined) return toProblem(ENCODE);
  const place = rest.slice(at + 1);
  if (/[?#]/.test(place)) return toProblem(NO_OPTIONS);
  const [hostList = "", ...path] = place.split("/");
  const hosts = hostList
    .split(",")
    .map((text) => readHostPort(text, scheme === "redis+sentinel" ? 26_379 : 6_379))
    .filter((host) => host !== undefined);
  if (hosts.length < hostList.split(",").length) return toProblem(HOSTS);
  return readPlace({ scheme, hosts, path, shared: { ...credentials, isTls: scheme === "rediss" } });
}

/** Undefined where the text is no such address. */
export function parseRedisAddress(url: string): RedisAddress | undefined {
  const read = readRedisAddress(url);
  return read.kind === "problem" ? undefined : read;
}

/** The setting: where Redis is, kept as text; what is wrong with it is told without any part of it. */
export function redisAddress(): z.ZodType<string, string> {
  return z
    .string()
    .superRefine((value, context) => {
      const read = readRedisAddress(value);
      if (read.kind === "problem") context.addIssue({ code: "custom", message: read.problem });
    })
    .meta({
      form: "redis://… rediss://… redis+sentinel://… redis+cluster://…",
      shown: describeRedisAddress,
    });
}

/** The address as it may be logged: where, and never with what name or password. */
export function describeRedisAddress(url: string): string {
  const read = readRedisAddress(url);
  if (read.kind === "problem") return "[redacted]";
  const form = read.kind === "single" ? (read.isTls ? "rediss" : "redis") : `redis+${read.kind}`;
  const secret = read.username === undefined && read.password === undefined ? "" : "[redacted]@";
  return `${form}://${secret}${describePlace(read)}`;
}

function describePlace(address: RedisAddress): string {
  switch (address.kind) {
    case "single":
      return `${toHostPort(address)}/${address.db}`;
    case "sentinel":
      return `${address.sentinels.map(toHostPort).join(",")}/${address.masterName}/${address.db}`;
    case "cluster":
      return address.nodes.map(toHostPort).join(",");
  }
}

function toHostPort({ host, port }: HostPort): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function readPlace(parts: {
  readonly scheme: string;
  readonly hosts: readonly HostPort[];
  readonly path: readonly string[];
  readonly shared: { readonly username?: string; readonly password?: string; readonly isTls: boolean };
}): ReadAddress {
  const { scheme, hosts, path, shared } = parts;
  const [head = "", tail] = path;
  const db = readDb(scheme === "redis+sentinel" ? tail : head);
  if (path.length > (scheme === "redis+sentinel" ? 2 : 1) || db === undefined) return toProblem(DB);
  if (scheme === "redis+cluster") return db === 0 ? { ...shared, kind: "cluster", nodes: hosts } : toProblem(DB);
  if (scheme === "redis+sentinel") {
    const masterName = decode(head);
    if (masterName === undefined) return toProblem(ENCODE);
    return masterName === "" ? toProblem(DB) : { ...shared, kind: "sentinel", sentinels: hosts, masterName, db };
  }
  const [first] = hosts;
  return first === undefined || hosts.length > 1 ? toProblem(HOSTS) : { ...shared, kind: "single", ...first, db };
}

function toProblem(problem: string): ReadAddress {
  return { kind: "problem", problem };
}

function readHostPort(text: string, defaultPort: number): HostPort | undefined {
  const [, host, port] = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?$/i.exec(text) ?? [];
  const number = port === undefined ? defaultPort : Number(port);
  if (host === undefined || number < 1 || number > 65_535) return undefined;
  return { host: host.replace(/^\[|\]$/g, ""), port: number };
}

/** Undefined where a character stands in it that an address would take for its own. */
function readCredentials(text: string): { username?: string; password?: string } | undefined {
  if (/[@/?#\s]/.test(text)) return undefined;
  const colon = text.indexOf(":");
  const username = decode(colon < 0 ? text : text.slice(0, colon));
  const password = decode(colon < 0 ? "" : text.slice(colon + 1));
  if (username === undefined || password === undefined) return undefined;
  return { ...(username ? { username } : {}), ...(password ? { password } : {}) };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function readDb(text: string | undefined): number | undefined {
  if (text === undefined || text === "") return 0;
  return /^\d{1,3}$/.test(text) ? Number(text) : undefined;
}
