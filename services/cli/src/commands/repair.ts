import type { WorkTold } from "@billferry/contracts";
import { compareAccounts, inspectState, rebuildState, switchAccounts, type StateReport } from "@billferry/desk";
import type { Environment } from "@billferry/settings";
import { loadScheme, type Scheme } from "@billferry/scheme";
import type { Command } from "commander";
import { chooseVendors } from "@billferry/supervisor";

import { describeAccounts, describeSwitch, isOther } from "../core/accounts-text.ts";
import { CommandEnd, EXIT } from "../command-end.ts";
import { byOption, noteOption, onRecord, type PersonOptions } from "../on-record.ts";
import { openProgressLine } from "../progress-line.ts";
import { trialAccounts } from "../trial-accounts.ts";
import {
  askEach,
  chosenSchemes,
  printEach,
  schemeOption,
  schemePlace,
  singleScheme,
  type SchemeChoice,
} from "../schemes.ts";
import { withStoredRedis } from "../with-redis.ts";
import { say } from "../say.ts";

interface RepairOptions extends SchemeChoice, PersonOptions {
  readonly rebuild?: boolean;
  readonly account?: boolean;
  readonly keep?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

const MOST_SHOWN = 20;

export function addRepairCommand(program: Command): void {
  program
    .command("repair")
    .description(
      say({
        zh: "检查台账;--rebuild 清空后由两端重建,不会重复;--account 更换账号(有问题时退出码为 1)",
        en: "check the ledger; --rebuild empties it and rebuilds it from both vendors, without duplicates; --account changes the account (exit code 1 on trouble)",
      }),
    )
    .option("--check", say({ zh: "只检查(默认)", en: "only check (the default)" }))
    .option(
      "--rebuild",
      say({
        zh: "清空本方案的台账与任务,下一次读取时由金蝶与旺店通重建",
        en: "empty this scheme's ledger and jobs; the next reading rebuilds them from Kingdee and Wangdiantong",
      }),
    )
    .option(
      "--account",
      say({
        zh: "台账属于哪个账号、现在配置的是哪个;加 --yes 即更换:清空原账号的台账与任务",
        en: "whose the ledger is and which account is set; with --yes change it: the former account's ledger and jobs are emptied",
      }),
    )
    .option(
      "--keep",
      say({
        zh: "更换账号时保留台账:账套或账号只是换了编号,单据与订单仍是原来的",
        en: "keep the ledger when changing the account: only its number changed, bills and orders are the same",
      }),
    )
    .option("--yes", say({ zh: "确认 --rebuild 或 --account", en: "confirm --rebuild or --account" }))
    .option(...byOption())
    .option(...noteOption())
    .option(...schemeOption())
    .option("--json", say({ zh: "输出一行 JSON", en: "print one line of JSON" }))
    .action(repair);
}

async function repair(options: RepairOptions): Promise<void> {
  if (options.account && options.rebuild)
    throw new CommandEnd(
      EXIT.usage,
      say({ zh: "--account 与 --rebuild 只能选一个", en: "choose either --account or --rebuild" }),
    );
  if (options.keep && !options.account)
    throw new CommandEnd(
      EXIT.usage,
      say({ zh: "--keep 只与 --account 一起使用", en: "--keep goes with --account only" }),
    );
  if (options.rebuild && !options.yes)
    throw new CommandEnd(
      EXIT.usage,
      say({
        zh: "--rebuild 会清空本方案的台账(含人工接受的记录)与任务,由两端重建;确认请加 --yes",
        en: "--rebuild empties this scheme's ledger (with what people accepted) and jobs, to be rebuilt from both vendors; to confirm add --yes",
      }),
    );
  if (options.account) await (options.yes ? changeAccounts(options) : showAccounts(options));
  else await (options.rebuild ? rebuild(options) : check(options));
}

/** Into a pipe or a file: often enough to see that it goes on. */
const PLAIN_EVERY_MS = 3_000;

/** With what is being done right now on the standard error. */
async function telling<Result>(act: (tell: (told: WorkTold) => void) => Promise<Result>): Promise<Result> {
  const progress = openProgressLine(process.stderr, { plainEveryMs: PLAIN_EVERY_MS });
  return act(progress.tell).finally(progress.close);
}

async function check(options: RepairOptions): Promise<void> {
  const reports = await telling(async (tell) =>
    withStoredRedis(async (redis, _log, env) =>
      askEach(chosenSchemes(options, env), async (scheme) => inspectState(redis, scheme, tell)),
    ),
  );
  process.stdout.write(`${printEach(reports, options.json, describe)}\n`);
  process.exitCode = [...reports.values()].some(({ unreadable }) => unreadable.length > 0) ? EXIT.found : EXIT.good;
}

async function rebuild(options: RepairOptions): Promise<void> {
  const outcome = await telling(async (onProgress) =>
    withStoredRedis(async (redis, log, env) => {
      const scheme = singleScheme(options, env);
      const { unreadable, ...before } = await inspectState(redis, scheme, onProgress);
      const subjects = [{ kind: "scheme", id: scheme } as const];
      const about = { scheme, subjects, before: { ...before, unreadable: unreadable.length } };
      return onRecord(redis, { options, act: "rebuild", ...about, after: tellOutcome }, async () =>
        rebuildState(redis, log, { scheme, onProgress }),
      );
    }),
  );
  const text =
    outcome.kind === "rebuilt"
      ? say({
          zh: `已清空台账与 ${outcome.removedJobs} 个任务;下一次读取将由两端重建(若服务已停止,请启动)`,
          en: `The ledger and ${outcome.removedJobs} jobs are emptied; the next reading rebuilds them from both vendors (start the services if they are stopped)`,
        })
      : say({
          zh: `有 ${outcome.active} 个任务一分钟内没有结束,未做任何改动;请停止各服务后再试`,
          en: `${outcome.active} jobs did not end within a minute, nothing was changed; stop the services and try again`,
        });
  process.stdout.write(`${options.json ? JSON.stringify(outcome) : text}\n`);
  process.exitCode = outcome.kind === "rebuilt" ? EXIT.good : EXIT.found;
}

async function showAccounts(options: RepairOptions): Promise<void> {
  const reports = await withStoredRedis(async (redis, _log, env) =>
    askEach(chosenSchemes(options, env), async (name) => compareAccounts(redis, ...configured(env, name))),
  );
  process.stdout.write(`${printEach(reports, options.json, (each) => describeAccounts(each, say))}\n`);
  process.exitCode = [...reports.values()].flat().some(isOther) ? EXIT.found : EXIT.good;
}

async function changeAccounts(options: RepairOptions): Promise<void> {
  const outcomes = await telling(async (onProgress) =>
    withStoredRedis(async (redis, log, env) =>
      askEach(chosenSchemes(options, env), async (name) => {
        const [vendors, scheme] = configured(env, name);
        const isKept = options.keep ?? false;
        const accounts = await compareAccounts(redis, vendors, scheme);
        const standing = Object.fromEntries(accounts.map((each) => [each.side, each.standing.kind]));
        const about = {
          scheme: name,
          subjects: [{ kind: "scheme", id: name } as const],
          before: { ...standing, isKept },
        };
        return onRecord(redis, { options, act: "switch-account", ...about, after: tellOutcome }, async () =>
          switchAccounts(redis, log, { env: vendors, scheme, isKept, onProgress }),
        );
      }),
    ),
  );
  process.stdout.write(`${printEach(outcomes, options.json, (outcome) => describeSwitch(outcome, say))}\n`);
  const isDone = [...outcomes.values()].every(({ kind }) => kind !== "running" && kind !== "busy");
  process.exitCode = isDone ? EXIT.good : EXIT.found;
}

function tellOutcome(outcome: { readonly kind: string; readonly removedJobs?: number }) {
  return { outcome: outcome.kind, ...(outcome.removedJobs === undefined ? {} : { removedJobs: outcome.removedJobs }) };
}

/** The accounts that the next start will use, and the scheme. */
function configured(env: Environment, name: string): [Environment, Scheme] {
  const vendors = chooseVendors(env) === "sandbox" ? trialAccounts(env) : env;
  return [vendors, loadScheme(schemePlace(env), name)];
}

function describe({ bills, orders, unreadable }: StateReport): string {
  const lines = unreadable.slice(0, MOST_SHOWN).map((name) => `  ${name}`);
  return [
    say({
      zh: `单据 ${bills} 张,订单 ${orders} 个,无法识别 ${unreadable.length} 条`,
      en: `bills ${bills}, orders ${orders}, unreadable ${unreadable.length}`,
    }),
    ...lines,
    ...(unreadable.length > 0 ? ["→ npx billferry repair --rebuild --yes"] : []),
  ].join("\n");
}
