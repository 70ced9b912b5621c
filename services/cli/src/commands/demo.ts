import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";

import { SHIPPED_SCHEME } from "@billferry/contracts";
import { dataDir, explainFolder, listenForStop, startStack, withoutAccounts, type Stack } from "@billferry/supervisor";
import type { Command } from "commander";

import { CommandEnd, EXIT } from "../command-end.ts";
import { describeSummary, isSound } from "../core/sync-summary.ts";
import { awaitFirstSync, type FirstSync } from "../first-sync.ts";
import { openDisplay } from "../progress-display.ts";
import { toCount } from "../read-count.ts";
import { chosenSchemes, type SchemeChoice } from "../schemes.ts";
import { planTrial } from "../trial-accounts.ts";
import { say } from "../say.ts";

interface DemoOptions extends SchemeChoice {
  readonly bills: number;
  readonly unknownSkus: number;
  readonly callsPerMinute: number;
  readonly timeout?: number;
  readonly json?: boolean;
}

/** Added to the time that the quota itself takes. */
const BASE_TIMEOUT_SECONDS = 300;
/** An upper bound of the orders that a bill makes on average. */
const ORDERS_PER_BILL = 3;

export function addDemoCommand(program: Command): void {
  program
    .command("demo")
    .description(
      say({
        zh: "用全新的沙箱走一遍全程后自行结束;有缺失、重复或错误时退出码为 1",
        en: "go the whole way once with a new sandbox, and end; exit code 1 if anything is missing, duplicated or wrong",
      }),
    )
    .option(
      "--scheme <names>",
      say({ zh: "集成方案,以逗号分隔;all 为全部", en: "schemes, separated by commas; all means all" }),
      SHIPPED_SCHEME,
    )
    .option(
      "--bills <n>",
      say({ zh: "每个方案的已审核单据数", en: "approved bills of each scheme" }),
      count("--bills"),
      200,
    )
    .option(
      "--unknown-skus <n>",
      say({
        zh: "其中含旺店通没有的商家编码的单据数",
        en: "bills among them with a SKU that Wangdiantong does not have",
      }),
      count("--unknown-skus"),
      0,
    )
    .option(
      "--calls-per-minute <n>",
      say({ zh: "旺店通每分钟调用上限", en: "most calls a minute to Wangdiantong" }),
      count("--calls-per-minute"),
      6_000,
    )
    .option(
      "--timeout <seconds>",
      say({
        zh: "最长等待(秒);默认按单据数与调用上限推算",
        en: "longest wait in seconds; by default reckoned from bills and calls",
      }),
      count("--timeout"),
    )
    .option(
      "--json",
      say({ zh: "结束时在标准输出写一行 JSON", en: "at the end print one line of JSON to standard output" }),
    )
    .action(demo);
}

function count(name: string): (text: string) => number {
  return (text) => toCount(name, text);
}

async function demo(options: DemoOptions): Promise<void> {
  const { bills, callsPerMinute } = options;
  if (callsPerMinute < 1)
    throw new CommandEnd(
      EXIT.usage,
      say({ zh: "--calls-per-minute:应大于 0", en: "--calls-per-minute: should be more than 0" }),
    );
  // A demo never uses the caller's accounts, limits or Redis.
  const env = { ...withoutAccounts(process.env), SCHEMES: options.scheme ?? SHIPPED_SCHEME };
  const schemes = chosenSchemes({}, env);
  const sandbox = planTrial({ schemes, env: process.env }, options);
  const folder = join(dataDir(process.env), `demo-${process.pid}`);
  const display = openDisplay(process.stderr);
  const signal = listenForStop(() => display.note(say({ zh: "正在停止……", en: "Stopping…" })));
  let stack: Stack | undefined;
  try {
    await mkdir(folder, { recursive: true }).catch((error: unknown) => {
      throw explainFolder(error, folder);
    });
    const startedAtMs = Date.now();
    stack = await startStack({
      env,
      folder,
      isPersistent: false,
      sandbox,
      signal,
      onNotice: display.note,
    });
    const { redisUrl, sandboxUrl, failed } = stack;
    const timeoutSeconds =
      options.timeout ?? BASE_TIMEOUT_SECONDS + Math.ceil((bills * ORDERS_PER_BILL) / callsPerMinute) * 60;
    const sync = awaitFirstSync({ redisUrl, schemes, sandboxUrl, startedAtMs, display, signal, timeoutSeconds });
    const first = await Promise.race([sync, failed]);
    display.close();
    if (first === undefined) throw new CommandEnd(EXIT.interrupted, say({ zh: "已中断", en: "interrupted" }));
    report(first, options, display.note);
  } finally {
    display.close();
    await stack?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function report(
  { summary, excluded, held, findings }: FirstSync,
  { json }: DemoOptions,
  note: (line: string) => void,
): void {
  const lines = describeSummary(summary, { excluded, held, findings }, say);
  if (json) {
    for (const line of lines) note(line);
    process.stdout.write(`${JSON.stringify(summary)}\n`);
  } else process.stdout.write(`${lines.join("\n")}\n`);
  process.exitCode = isSound(summary) ? EXIT.good : EXIT.found;
}
