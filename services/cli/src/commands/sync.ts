import { askForReading, checkAccounts, syncBills, type SyncedBill } from "@billferry/desk";
import type { ExtractResult } from "@billferry/contracts";
import { loadScheme } from "@billferry/scheme";
import { openKingdee } from "@billferry/vendor-access";
import type { Command } from "commander";

import { EXIT } from "../command-end.ts";
import { BY_OPTION, NOTE_OPTION, onRecord } from "../on-record.ts";
import { askEach, chosenSchemes, SCHEME_OPTION, schemePlace } from "../schemes.ts";
import { untilInterrupted } from "../until-interrupted.ts";
import { withRedis } from "../with-redis.ts";
import { askAndWait, type AskOptions } from "./ask.ts";

const BILLS_TIMEOUT_MS = 60_000;

export function addSyncCommand(program: Command): void {
  program
    .command("sync")
    .description("现在读取一次,并等待结果;指定单据编号时只读取这些单据,并排到所有积压之前(加急)")
    .argument("[number...]", "金蝶单据编号,可以有几个")
    .option(...BY_OPTION)
    .option(...NOTE_OPTION)
    .option(...SCHEME_OPTION)
    .option("--json", "输出一行 JSON")
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
      return `${bill.billNo}:已读取,排在所有积压之前;进展见 billferry bill ${bill.billNo}`;
    case "listed":
      return `${bill.billNo}:已登记为加急;${bill.why}`;
    case "unread":
      return `${bill.billNo}:不传输:${bill.why}`;
    case "unknown":
      return `${bill.billNo}:金蝶中没有该单据(或没有查看权限)`;
  }
}

function describeReading(outcome: ExtractResult): string {
  if (outcome.kind === "waiting") {
    const reasons = {
      "window-empty": "没有新的时间可读",
      "back-pressure": "待推送的订单太多,暂缓读取",
      "state-lost": "读取途中台账被清空,下次从头读起",
      stopped: "方案已停止,原因见 billferry status",
    };
    return reasons[outcome.reason];
  }
  return `已读取 ${outcome.from} 至 ${outcome.to}:单据 ${outcome.bills},新增或变更 ${outcome.fresh},未变 ${outcome.unchanged}`;
}
