import { userInfo } from "node:os";

import { audited, type AuditedAct } from "@billferry/audit";
import type { RedisConnection } from "@billferry/redis";

import { say } from "./say.ts";

/** Options of every command that changes something. */
export interface PersonOptions {
  readonly by?: string;
  readonly note?: string;
}

export const byOption = (): [flags: string, help: string] => [
  "--by <name>",
  say({
    zh: "操作人,默认为系统用户名;记入操作记录",
    en: "who does it, by default the system's user; kept in the record",
  }),
];
export const noteOption = (): [flags: string, help: string] => [
  "--note <text>",
  say({ zh: "原因,记入操作记录", en: "why, kept in the record" }),
];

export function personOf({ by }: PersonOptions): string {
  return by ?? userInfo().username;
}

/** Does what a person asks for by a command on the record of the console; the next board writes it to a file. */
export async function onRecord<Result>(
  redis: RedisConnection,
  { options, ...act }: Omit<AuditedAct<Result>, "by" | "via" | "role" | "reason"> & { readonly options: PersonOptions },
  perform: () => Promise<Result>,
): Promise<Result> {
  return audited(redis, { ...act, via: "command", by: personOf(options), reason: options.note }, perform);
}
