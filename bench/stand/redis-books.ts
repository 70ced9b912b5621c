import type { Redis } from "ioredis";

/** What Redis has done and holds, by its own books. */
export interface RedisBooks {
  /** Those within scripts are counted. */
  readonly commands: number;
  readonly scripts: number;
  /** Both ways. */
  readonly wireBytes: number;
  /** Without what clients and the file's buffer hold at the moment. */
  readonly heldBytes: number;
  readonly cpuSeconds: number;
}

const SCRIPTS = new Set(["eval", "evalsha", "fcall"]);
/** What is counted only because somebody measures. */
const IGNORED = new Set(["info", "config", "ping", "hello", "client", "auth", "select", "quit", "command"]);

export async function readBooks(redis: Redis): Promise<RedisBooks> {
  const info = `${await redis.info("everything")}\n`;
  const read = (name: string): number => Number(new RegExp(`^${name}:([\\d.]+)`, "m").exec(info)?.[1] ?? 0);
  const counts = [...info.matchAll(/^cmdstat_([^:|]+)[^:]*:calls=(\d+)/gm)].map(
    ([, name = "", calls]) => [name, Number(calls)] as const,
  );
  const total = (isCounted: (name: string) => boolean): number =>
    counts.reduce((sum, [name, calls]) => sum + (isCounted(name) ? calls : 0), 0);
  return {
    commands: total((name) => !IGNORED.has(name)),
    scripts: total((name) => SCRIPTS.has(name)),
    wireBytes: read("total_net_input_bytes") + read("total_net_output_bytes"),
    heldBytes: read("used_memory") - read("mem_clients_normal") - read("mem_aof_buffer"),
    cpuSeconds: read("used_cpu_user") + read("used_cpu_sys"),
  };
}

export function spent(before: RedisBooks, after: RedisBooks): RedisBooks {
  return {
    commands: after.commands - before.commands,
    scripts: after.scripts - before.scripts,
    wireBytes: after.wireBytes - before.wireBytes,
    heldBytes: after.heldBytes - before.heldBytes,
    cpuSeconds: after.cpuSeconds - before.cpuSeconds,
  };
}
