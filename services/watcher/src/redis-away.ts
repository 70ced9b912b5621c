import { toMessage, type Cause, type Channel } from "@billferry/alerts";
import type { Language } from "@billferry/contracts";
import { proveRedis, type RedisConnection } from "@billferry/redis";
import type { Logger } from "@billferry/runtime";

const PROOF_MS = 3_000;

interface AwayOptions {
  readonly channels: readonly Channel[];
  readonly waitMs: number;
  readonly log: Logger;
  /** Of those who read the messages. */
  readonly language: Language;
}

/**
 * Tells that Redis is away, which nothing that is kept in Redis can tell: from this process' memory, and only by the
 * one that had the watch last, so that of several one speaks.
 */
export class RedisAwayTeller {
  readonly #options: AwayOptions;
  #away: { readonly since: number; readonly sinceEpochMs: number; told: readonly Channel[] } | undefined;

  constructor(options: AwayOptions) {
    this.#options = options;
  }

  /** Whether Redis does its work; `hadWatch`: this process had the watch when it was last there. */
  async prove(redis: RedisConnection, hadWatch: boolean): Promise<boolean> {
    try {
      await proveRedis(redis, PROOF_MS);
    } catch (error) {
      this.#away ??= { since: performance.now(), sinceEpochMs: Date.now(), told: [] };
      const isLong = performance.now() - this.#away.since >= this.#options.waitMs;
      const reason = error instanceof Error ? error.message : String(error);
      this.#options.log.warn(
        { event: "watcher.redis-away", error: reason },
        { zh: "Redis 不可用", en: "Redis cannot be used" },
      );
      if (hadWatch && isLong && this.#away.told.length === 0) this.#away.told = await this.#tell("opened");
      return false;
    }
    if (this.#away !== undefined && this.#away.told.length > 0) await this.#tell("closed");
    this.#away = undefined;
    return true;
  }

  async #tell(kind: "opened" | "closed"): Promise<readonly Channel[]> {
    const { language } = this.#options;
    const turn = `${this.#away?.sinceEpochMs ?? 0}`;
    const message = toMessage([CAUSE], { kind, isEscalation: false, turn, threadTurn: turn, language });
    const channels = kind === "opened" ? this.#options.channels : (this.#away?.told ?? []);
    const verdicts = await Promise.all(
      channels.map(async (channel) => ({ channel, verdict: await channel.send(message) })),
    );
    for (const { channel, verdict } of verdicts)
      this.#options.log.info(
        { event: "alert.message", channel: channel.name, id: message.id, result: verdict.kind },
        { zh: "告警消息", en: "alert message" },
      );
    return verdicts.filter(({ verdict }) => verdict.kind !== "not-sent").map(({ channel }) => channel);
  }
}

const CAUSE: Cause = {
  key: "REDIS_AWAY",
  code: "REDIS_AWAY",
  group: "REDIS_AWAY",
  owner: "it",
  title: { zh: "Redis 不可用,读取与送达全部停止", en: "Redis cannot be used: reading and delivery have stopped" },
  label: "Redis",
  lines: [
    {
      zh: "恢复后自动继续,不会丢失或重复送达",
      en: "It goes on by itself afterwards, nothing is lost or delivered twice",
    },
  ],
  remedy: {
    zh: "检查 Redis 进程、网络与磁盘;docker compose ps redis 查看状态",
    en: "Check Redis' process, network and disk; docker compose ps redis shows how it is",
  },
  bills: 0,
  orders: 0,
  amount: null,
  path: "/",
  mutedBy: [],
};
