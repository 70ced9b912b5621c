import { askForReading, checkAccounts, syncBills, type SyncedBill } from "@billferry/desk";
import type { ExtractResult } from "@billferry/contracts";
import { loadScheme } from "@billferry/scheme";
import { openKingdee } from "@billferry/vendor-access";
import type { Command } from "commander";

import { EXIT } from "../command-end.ts";
import { byOption, noteOption, onRecord } from "../on-record.ts";
import { askEach, chosenSchemes, schemeOption, schemePlace } from "../schemes.ts";
import { untilInterrupted } from "../until-interrupted.ts";
import { withRedis } from "../with-redis.ts";
import { askAndWait, type AskOptions } from "./ask.ts";
import { say } from "../say.ts";

const BILLS_TIMEOUT_MS = 60_000;

export function addSyncCommand(program: Command): void {
  program
    .command("sync")
    .description(
      say({
        zh: "现在读取一次,并等待结果;指定单据编号时只读取这些单据,并排到所有积压之前(加急)",
        en: "read once now and wait for the result; with bill numbers read these alone, before any backlog (urgent)",
      }),
    )
    .argument("[number...]", say({ zh: "金蝶单据编号,可以有几个", en: "Kingdee bill numbers" }))
    .option(...byOption())
    .option(...noteOption())
    .option(...schemeOption())
    .option("--json", say({ zh: "输出一行 JSON", en: "print one line of JSON" }))
    .action(async (billNos: readonly string[], options: AskOptions) =>
      billNos.length === 0
        ? askAndWait(askForReading, describeReading, { ...options, act: "read-now" })
        : syncNamed(billNos, options),
    );
}

async function syncNamed(billNos: readonly string[], options: AskOptions): Promise<void> {
  const synced = await untilInterrupted(async (signal) =>
    withRedis(async (redis, log, env) => {
      const all = await askEach(chosenSchemes(options, env), async (name) => {
        const scheme = loadScheme(schemePlace(env), name);
        await checkAccounts(redis, env, scheme);
        const kingdee = openKingdee(env, log, scheme);
        await kingdee.client.signIn(signal);
        const subjects = billNos.map((id) => ({ kind: "bill", id }) as const);
        return onRecord(redis, { options, act: "sync", scheme: name, subjects, after: tellSynced }, async () =>
          syncBills(kingdee, { redis, log, billNos, timeoutMs: BILLS_TIMEOUT_MS, signal }),
        );
      });
      return merge([...all.values()].flat());
    }),
  );
  process.stdout.write(`${options.json ? JSON.stringify(synced) : synced.map(describeBill).join("\n")}\n`);
  process.exitCode = synced.every(({ kind }) => kind === "handed-over") ? EXIT.good : EXIT.found;
}

function tellSynced(synced: readonly SyncedBill[]) {
  return Object.fromEntries(synced.map(({ billNo, kind }) => [billNo, kind]));
}

/** A number that one of several schemes has found is not unknown. */
function merge(synced: readonly SyncedBill[]): readonly SyncedBill[] {
  const found = new Set(synced.filter(({ kind }) => kind !== "unknown").map(({ billNo }) => billNo.toUpperCase()));
  const unknown = new Set(synced.map(({ billNo }) => billNo).filter((billNo) => !found.has(billNo.toUpperCase())));
  return [
    ...synced.filter(({ kind }) => kind !== "unknown"),
    ...[...unknown].map((billNo) => ({ kind: "unknown", billNo }) as const),
  ];
}

function describeBill(bill: SyncedBill): string {
  switch (bill.kind) {
    case "handed-over":
      return say({
        zh: `${bill.billNo}:已读取,排在所有积压之前;进展见 billferry bill ${bill.billNo}`,
        en: `${bill.billNo}: read, ahead of any backlog; see billferry bill ${bill.billNo}`,
      });
    case "listed":
      return say({
        zh: `${bill.billNo}:已登记为加急;${bill.why}`,
        en: `${bill.billNo}: noted as urgent; ${say(bill.why)}`,
      });
    case "unread":
      return say({ zh: `${bill.billNo}:不传输:${bill.why}`, en: `${bill.billNo}: not moved: ${say(bill.why)}` });
    case "unknown":
      return say({
        zh: `${bill.billNo}:金蝶中没有该单据(或没有查看权限)`,
        en: `${bill.billNo}: Kingdee has no such bill (or does not show it to this user)`,
      });
  }
}

function describeReading(outcome: ExtractResult): string {
  if (outcome.kind === "waiting") {
    const reasons = {
      "window-empty": say({ zh: "没有新的时间可读", en: "no new time to read" }),
      "back-pressure": say({ zh: "待推送的订单太多,暂缓读取", en: "too many orders wait to be pushed, reading rests" }),
      "state-lost": say({
        zh: "读取途中台账被清空,下次从头读起",
        en: "the ledger was emptied while reading; next time it begins anew",
      }),
      stopped: say({
        zh: "方案已停止,原因见 billferry status",
        en: "the scheme has stopped, billferry status tells why",
      }),
    };
    return reasons[outcome.reason];
  }
  return say({
    zh: `已读取 ${outcome.from} 至 ${outcome.to}:单据 ${outcome.bills},新增或变更 ${outcome.fresh},未变 ${outcome.unchanged}`,
    en: `Read ${outcome.from} to ${outcome.to}: bills ${outcome.bills}, new or changed ${outcome.fresh}, unchanged ${outcome.unchanged}`,
  });
}
