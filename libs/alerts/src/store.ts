import { randomUUID } from "node:crypto";
import { join } from "node:path";

import { defineCommands, type RedisConnection } from "@billferry/redis";

import { CHANNEL_NAMES } from "./core/channel-names.ts";
import {
  pendingId,
  type AlertRecord,
  type ChannelState,
  type PendingMessage,
  type WatchState,
} from "./core/alert-state.ts";
import type { ReconcileRound } from "./core/reconcile-round.ts";

/** Of this installation, whatever schemes it runs. */
const LEASE = "{billferry}:watcher:lease";
const ALERTS = "{billferry}:alerts";

interface AlertCommands {
  readonly keepWatch: (keys: readonly [lease: string], token: string, lifeMs: number) => Promise<0 | 1>;
  readonly leaveWatch: (keys: readonly [lease: string], token: string) => Promise<0 | 1>;
  readonly changeAlerts: (
    keys: readonly [lease: string, alerts: string],
    token: string,
    ...changes: string[]
  ) => Promise<0 | 1>;
  readonly claimSending: (
    keys: readonly [lease: string, alerts: string, sent: string],
    ...args: readonly [token: string, name: string, perMinute: number, field: string, value: string]
  ) => Promise<number>;
}

/** What becomes of the state; null removes. */
export interface StateChange {
  readonly alerts?: ReadonlyMap<string, AlertRecord | null>;
  /** Of which alerts a channel has told the beginning. */
  readonly told?: readonly { readonly channel: string; readonly key: string; readonly atMs: number }[];
  readonly pending?: readonly PendingMessage[];
  /** By `pendingId`. */
  readonly done?: readonly string[];
  readonly channels?: ReadonlyMap<string, ChannelState>;
  readonly daily?: string;
  readonly round?: ReconcileRound | null;
}

/** The memory of the watch, in Redis: it outlives each process, and only the one that has the watch writes it. */
export class AlertStore {
  readonly #redis: RedisConnection;
  readonly #commands: AlertCommands;
  readonly #token = randomUUID();

  constructor(redis: RedisConnection) {
    this.#redis = redis;
    this.#commands = defineCommands<AlertCommands>(redis, join(import.meta.dirname, "commands"));
  }

  /** Takes the watch or keeps it, for so long; false where another process has it. */
  async keepWatch(lifeMs: number): Promise<boolean> {
    return (await this.#commands.keepWatch([LEASE], this.#token, lifeMs)) === 1;
  }

  async leaveWatch(): Promise<void> {
    await this.#commands.leaveWatch([LEASE], this.#token);
  }

  async read(): Promise<WatchState> {
    const fields = Object.entries(await this.#redis.hgetall(ALERTS)).map(
      ([field, text]) => [field.slice(0, 2), field.slice(2), JSON.parse(text) as unknown] as const,
    );
    const those = (kind: string) => fields.filter(([each]) => each === kind);
    // Fields of their own, because channels are told at the same time.
    const told = Map.groupBy(those("t "), ([, name]) => name.slice(name.indexOf(" ") + 1));
    const toldOf = (key: string): AlertRecord["told"] =>
      Object.fromEntries((told.get(key) ?? []).map(([, name, atMs]) => [name.split(" ")[0] ?? "", Number(atMs)]));
    return {
      alerts: new Map(those("a ").map(([, key, value]) => [key, { ...(value as AlertRecord), told: toldOf(key) }])),
      pending: those("m ").map(([, , value]) => value as PendingMessage),
      channels: new Map(those("c ").map(([, name, value]) => [name, value as ChannelState])),
      daily: (those("d ")[0]?.[2] as string | undefined) ?? null,
      round: (those("r ")[0]?.[2] as ReconcileRound | undefined) ?? null,
    };
  }

  /** All or nothing; false where another process has the watch by now, and nothing was written. */
  async change({ alerts, told = [], pending = [], done = [], channels, daily, round }: StateChange): Promise<boolean> {
    const changes = [
      ...[...(alerts ?? [])].flatMap(([key, value]) =>
        value === null
          ? [`a ${key}`, "", ...CHANNEL_NAMES.flatMap((name) => [`t ${name} ${key}`, ""])]
          : [`a ${key}`, JSON.stringify({ ...value, told: {} })],
      ),
      ...told.flatMap(({ channel, key, atMs }) => [`t ${channel} ${key}`, `${atMs}`]),
      ...done.flatMap((id) => [`m ${id}`, ""]),
      ...pending.flatMap((item) => [`m ${pendingId(item)}`, JSON.stringify(item)]),
      ...[...(channels ?? [])].flatMap(([name, value]) => [`c ${name}`, JSON.stringify(value)]),
      ...(daily === undefined ? [] : ["d day", JSON.stringify(daily)]),
      ...(round === undefined ? [] : ["r round", round === null ? "" : JSON.stringify(round)]),
    ];
    if (changes.length === 0) return true;
    return (await this.#commands.changeAlerts([LEASE, ALERTS], this.#token, ...changes)) === 1;
  }

  /** Before a message is sent; `wait` where the channel was given as much as it takes in a minute. */
  async claim(item: PendingMessage, perMinute: number | null): Promise<"go" | "wait" | "lost"> {
    const keys = [LEASE, ALERTS, sentKey(item.channel)] as const;
    const claimed = [`m ${pendingId(item)}`, JSON.stringify(item)] as const;
    const answer = await this.#commands.claimSending(keys, this.#token, randomUUID(), perMinute ?? 0, ...claimed);
    return answer === 0 ? "go" : answer < 0 ? "lost" : "wait";
  }

  /** As above, for a message that a person sends; how long to wait, or 0. */
  async claimTest(channel: string, perMinute: number | null): Promise<number> {
    const keys = [LEASE, ALERTS, sentKey(channel)] as const;
    return this.#commands.claimSending(keys, "", randomUUID(), perMinute ?? 0, "", "");
  }

  /** How many messages a channel was given since then. */
  async given(channel: string, sinceMs: number): Promise<number> {
    return this.#redis.zcount(sentKey(channel), `(${sinceMs}`, "+inf");
  }
}

function sentKey(channel: string): string {
  return `${ALERTS}:sent:${channel}`;
}
