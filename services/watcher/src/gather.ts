import { channelTrouble, type WatchFacts, type WatchState } from "@billferry/alerts";
import { listCaseGroups, watchScheme, type CaseGroups } from "@billferry/desk";
import { redisNowMs, type RedisConnection } from "@billferry/redis";
import type { Logger } from "@billferry/runtime";

import type { CertificateReader } from "./certificates.ts";

/** Reading all cases is a twentieth of the time at most. */
const REST_SHARE = 20;

interface Source {
  readonly redis: RedisConnection;
  readonly log: Logger;
  /** With what people call them. */
  readonly schemes: ReadonlyMap<string, string>;
  readonly certificates: CertificateReader;
}

/** Sees all there is to be seen; reads only. */
export class FactReader {
  readonly #source: Source;
  #cases: { readonly found: CaseGroups; readonly until: number } | undefined;

  constructor(source: Source) {
    this.#source = source;
  }

  async read(state: WatchState): Promise<WatchFacts> {
    const { redis, log, schemes, certificates } = this.#source;
    const [nowMs, { groups }, info, ...watched] = await Promise.all([
      redisNowMs(redis),
      this.readCases(),
      readInfo(redis),
      ...[...schemes].map(async ([scheme, title]) => {
        const { accounts, nowMs: _nowMs, ...own } = await watchScheme(redis, scheme, log);
        const named = { kingdee: accounts.kingdee ?? scheme, wangdiantong: accounts.wangdiantong ?? scheme };
        return { scheme, title, accounts: named, ...own };
      }),
    ]);
    const brokenChannels = [...state.channels].flatMap(([name, channel]) => {
      const why = channelTrouble(channel, nowMs);
      return why === undefined ? [] : [{ name, why }];
    });
    return { nowMs, schemes: watched, groups, redis: info, certificates: certificates.read(), brokenChannels };
  }

  async readCases(): Promise<CaseGroups> {
    const { redis, schemes } = this.#source;
    const startedAt = performance.now();
    if (this.#cases !== undefined && startedAt < this.#cases.until) return this.#cases.found;
    const found = await listCaseGroups(redis, [...schemes.keys()]);
    const endedAt = performance.now();
    this.#cases = { found, until: endedAt + REST_SHARE * (endedAt - startedAt) };
    return found;
  }
}

async function readInfo(redis: RedisConnection): Promise<WatchFacts["redis"]> {
  const [memory, persistence] = await Promise.all([redis.info("memory"), redis.info("persistence")]);
  return {
    usedBytes: Number(readField(memory, "used_memory")),
    limitBytes: Number(readField(memory, "maxmemory")),
    isSaved: ["rdb_last_bgsave_status", "aof_last_write_status", "aof_last_bgrewrite_status"].every(
      (field) => readField(persistence, field) !== "err",
    ),
  };
}

function readField(text: string, field: string): string {
  return new RegExp(`^${field}:(\\S+)`, "m").exec(text)?.[1] ?? "";
}
