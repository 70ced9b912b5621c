import { once } from "node:events";

import { keepWarm } from "@billferry/launch";
import { readSecretFiles } from "@billferry/settings";
import {
  chooseVendors,
  dataDir,
  explainFolder,
  listenForStop,
  lockFolder,
  startStack,
  type SandboxPlan,
  type Stack,
} from "@billferry/supervisor";
import type { Command } from "commander";

import { CommandEnd, EXIT } from "../command-end.ts";
import { describeSummary, groupReasons } from "../core/sync-summary.ts";
import { tellEnvProblems } from "../env-file-hint.ts";
import { awaitFirstSync, type FirstSync } from "../first-sync.ts";
import { openDisplay } from "../progress-display.ts";
import { readCount, readPort } from "../read-count.ts";
import { chosenSchemes } from "../schemes.ts";
import { planTrial } from "../trial-accounts.ts";
import { say } from "../say.ts";

const DEFAULT_BILLS = 200;
const DEFAULT_BOARD_PORT = 3_000;
/** Quick, and still a limit that the gate has to keep. */
const SANDBOX_CALLS_PER_MINUTE = 6_000;

export function addStartCommand(program: Command): void {
  program
    .command("start")
    .description(
      say({
        zh: "一次启动全部:Redis、各服务、看板;未设置 KINGDEE_URL 和 WDT_URL 时使用沙箱",
        en: "start everything: Redis, services, console; with a sandbox where KINGDEE_URL and WDT_URL are not set",
      }),
    )
    .action(start);
}

async function start(): Promise<void> {
  const { env } = process;
  tellEnvProblems();
  const vendors = chooseVendors(env);
  if (vendors === "half")
    throw new CommandEnd(
      EXIT.usage,
      say({
        zh: "KINGDEE_URL 与 WDT_URL 须同时设置(真实账套),或都不设置(沙箱)",
        en: "set both KINGDEE_URL and WDT_URL (real accounts), or neither (sandbox)",
      }),
    );
  const folder = dataDir(env);
  const schemes = chosenSchemes({}, env);
  const sandbox = vendors === "sandbox" ? planSandbox(schemes, env) : undefined;
  const boardPort = readPort(env, "BOARD_PORT", DEFAULT_BOARD_PORT);
  const unlock = await lockFolder(folder);
  const display = openDisplay(process.stdout);
  const signal = listenForStop(() => display.note(say({ zh: "正在停止……", en: "Stopping…" })));
  let stack: Stack | undefined;
  try {
    const startedAtMs = Date.now();
    stack = await startStack({
      env,
      folder,
      redisUrl: readSecretFiles(env)["REDIS_URL"],
      isPersistent: true,
      isWatched: true,
      sandbox,
      boardPort,
      signal,
      onNotice: display.note,
    });
    await keepWarm();
    const { redisUrl, sandboxUrl, boardUrl, failed } = stack;
    display.note(
      sandboxUrl === undefined
        ? say({ zh: "使用真实的金蝶与旺店通账套", en: "With the real accounts of Kingdee and Wangdiantong" })
        : say({ zh: `使用沙箱:${sandboxUrl}`, en: `With the sandbox: ${sandboxUrl}` }),
    );
    display.note(say({ zh: `看板:${boardUrl ?? ""}`, en: `Console: ${boardUrl ?? ""}` }));
    const sync = awaitFirstSync({ redisUrl, schemes, sandboxUrl, startedAtMs, display, signal });
    const first = await Promise.race([sync, failed]);
    display.close();
    if (first !== undefined) {
      const lines = [
        ...describe(first),
        say({ zh: `看板:${boardUrl ?? ""}`, en: `Console: ${boardUrl ?? ""}` }),
        say({ zh: "持续运行中,按 Ctrl+C 停止", en: "Runs until Ctrl+C" }),
      ];
      process.stdout.write(`${lines.join("\n")}\n`);
      if (!signal.aborted) await Promise.race([once(signal, "abort"), failed]);
    }
  } catch (error) {
    throw explainFolder(error, folder);
  } finally {
    display.close();
    await stack?.stop();
    await unlock();
  }
}

function planSandbox(schemes: readonly string[], env: NodeJS.ProcessEnv): SandboxPlan {
  const callsPerMinute = readCount(env, "SANDBOX_CALLS_PER_MINUTE", SANDBOX_CALLS_PER_MINUTE);
  const bills = readCount(env, "SANDBOX_BILLS", DEFAULT_BILLS);
  return planTrial({ schemes, env }, { bills, unknownSkus: readCount(env, "SANDBOX_UNKNOWN_SKUS", 0), callsPerMinute });
}

function describe({ summary, excluded, held, findings, isJudged }: FirstSync): string[] {
  if (isJudged) return describeSummary(summary, { excluded, held, findings }, say);
  return [
    say({
      zh: `首次同步完成,用时 ${summary.seconds} 秒(以台账计)`,
      en: `First synchronisation done in ${summary.seconds} s (as the ledger counts)`,
    }),
    say({
      zh: `  单据 ${summary.bills} 张,已送达订单 ${summary.present} 个,按规则排除 ${summary.excluded} 张,异常单 ${held.length} 项`,
      en: `  bills ${summary.bills}, orders delivered ${summary.present}, excluded by rules ${summary.excluded}, cases ${held.length}`,
    }),
    ...groupReasons(held).map((line) => `    ${line}`),
  ];
}
