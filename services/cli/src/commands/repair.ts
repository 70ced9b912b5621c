import {
  compareAccounts,
  inspectState,
  rebuildState,
  switchAccounts,
  type AccountReport,
  type StateReport,
  type SwitchOutcome,
} from "@billferry/desk";
import type { Environment } from "@billferry/settings";
import { loadScheme, type Scheme } from "@billferry/scheme";
import type { Command } from "commander";
import { chooseVendors } from "@billferry/supervisor";

import { CommandEnd, EXIT } from "../command-end.ts";
import { BY_OPTION, NOTE_OPTION, onRecord, type PersonOptions } from "../on-record.ts";
import { trialAccounts } from "../trial-accounts.ts";
import {
  askEach,
  chosenSchemes,
  printEach,
  SCHEME_OPTION,
  schemePlace,
  singleScheme,
  type SchemeChoice,
} from "../schemes.ts";
import { withStoredRedis } from "../with-redis.ts";

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
    .description("检查台账;--rebuild 清空后由两端重建,不会重复;--account 更换账号(有问题时退出码为 1)")
    .option("--check", "只检查(默认)")
    .option("--rebuild", "清空本方案的台账与任务,下一次读取时由金蝶与旺店通重建")
    .option("--account", "台账属于哪个账号、现在配置的是哪个;加 --yes 即更换:清空原账号的台账与任务")
    .option("--keep", "更换账号时保留台账:账套或账号只是换了编号,单据与订单仍是原来的")
    .option("--yes", "确认 --rebuild 或 --account")
    .option(...BY_OPTION)
    .option(...NOTE_OPTION)
    .option(...SCHEME_OPTION)
    .option("--json", "输出一行 JSON")
    .action(repair);
}

async function repair(options: RepairOptions): Promise<void> {
  if (options.account && options.rebuild) throw new CommandEnd(EXIT.usage, "--account 与 --rebuild 只能选一个");
  if (options.keep && !options.account) throw new CommandEnd(EXIT.usage, "--keep 只与 --account 一起使用");
  if (options.rebuild && !options.yes)
    throw new CommandEnd(EXIT.usage, "--rebuild 会清空本方案的台账(含人工接受的记录)与任务,由两端重建;确认请加 --yes");
  if (options.account) await (options.yes ? changeAccounts(options) : showAccounts(options));
  else await (options.rebuild ? rebuild(options) : check(options));
}

async function check(options: RepairOptions): Promise<void> {
  const reports = await withStoredRedis(async (redis, _log, env) =>
    askEach(chosenSchemes(options, env), async (scheme) => inspectState(redis, scheme)),
  );
  process.stdout.write(`${printEach(reports, options.json, describe)}\n`);
  process.exitCode = [...reports.values()].some(({ unreadable }) => unreadable.length > 0) ? EXIT.found : EXIT.good;
}

async function rebuild(options: RepairOptions): Promise<void> {
  const outcome = await withStoredRedis(async (redis, log, env) => {
    const scheme = singleScheme(options, env);
    const { unreadable, ...before } = await inspectState(redis, scheme);
    const subjects = [{ kind: "scheme", id: scheme } as const];
    const about = { scheme, subjects, before: { ...before, unreadable: unreadable.length } };
    return onRecord(redis, { options, act: "rebuild", ...about, after: tellOutcome }, async () =>
      rebuildState(redis, log, { scheme }),
    );
  });
  const text =
    outcome.kind === "rebuilt"
      ? `已清空台账与 ${outcome.removedJobs} 个任务;下一次读取将由两端重建(若服务已停止,请启动)`
      : `有 ${outcome.active} 个任务一分钟内没有结束,未做任何改动;请停止各服务后再试`;
  process.stdout.write(`${options.json ? JSON.stringify(outcome) : text}\n`);
  process.exitCode = outcome.kind === "rebuilt" ? EXIT.good : EXIT.found;
}

async function showAccounts(options: RepairOptions): Promise<void> {
  const reports = await withStoredRedis(async (redis, _log, env) =>
    askEach(chosenSchemes(options, env), async (name) => compareAccounts(redis, ...configured(env, name))),
  );
  process.stdout.write(`${printEach(reports, options.json, describeAccounts)}\n`);
  process.exitCode = [...reports.values()].flat().some(isOther) ? EXIT.found : EXIT.good;
}

async function changeAccounts(options: RepairOptions): Promise<void> {
  const outcomes = await withStoredRedis(async (redis, log, env) =>
    askEach(chosenSchemes(options, env), async (name) => {
      const [vendors, scheme] = configured(env, name);
      const isKept = options.keep ?? false;
      const accounts = await compareAccounts(redis, vendors, scheme);
      const before = Object.fromEntries(accounts.map(({ side, standing }) => [side, standing.kind]));
      const about = { scheme: name, subjects: [{ kind: "scheme", id: name } as const], before: { ...before, isKept } };
      return onRecord(redis, { options, act: "switch-account", ...about, after: tellOutcome }, async () =>
        switchAccounts(redis, log, { env: vendors, scheme, isKept }),
      );
    }),
  );
  process.stdout.write(`${printEach(outcomes, options.json, describeSwitch)}\n`);
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

function isOther({ standing }: AccountReport): boolean {
  return standing.kind === "other";
}

const SIDES = { kingdee: "金蝶账套", wangdiantong: "旺店通账号" } as const;

function describeAccounts(reports: readonly AccountReport[]): string {
  const lines = reports.map((report) => {
    const { side, configured: own, standing } = report;
    if (standing.kind === "free") return `${SIDES[side]}:台账还没有账号,现在配置的是 ${own}`;
    if (standing.kind !== "other") return `${SIDES[side]}:${own},与台账一致`;
    return `${SIDES[side]}:台账属于 ${standing.known ?? "另一个(由旧版本记录,名称未留下)"},现在配置的是 ${own}`;
  });
  return [...lines, ...(reports.some(isOther) ? HOW_TO_CHANGE : [])].join("\n");
}

const HOW_TO_CHANGE = [
  "→ 配置有误:改回原来的账号后重启",
  "→ 确已更换:把 START_FROM 设为启用新账号的时刻,停止各服务,再运行 npx billferry repair --account --yes(清空原账号的台账与任务)",
  "→ 只是换了编号、单据仍是原来的:停止各服务,再运行 npx billferry repair --account --keep --yes(台账保留)",
];

function describeSwitch(outcome: SwitchOutcome): string {
  switch (outcome.kind) {
    case "same":
      return "台账与现在的账号一致,无须更换";
    case "kept":
      return "台账已归现在的账号,内容保留;请启动各服务";
    case "rebuilt":
      return `已清空原账号的台账与 ${outcome.removedJobs} 个任务,台账归现在的账号;请启动各服务,从 START_FROM 起读取`;
    case "running":
      return `仍有 ${outcome.workers} 个服务进程在使用这个台账,未做任何改动;请停止各服务后再试`;
    case "busy":
      return `有 ${outcome.active} 个任务没有结束,未做任何改动;请停止各服务后再试`;
  }
}

function describe({ bills, orders, unreadable }: StateReport): string {
  const lines = unreadable.slice(0, MOST_SHOWN).map((name) => `  ${name}`);
  return [
    `单据 ${bills} 张,订单 ${orders} 个,无法识别 ${unreadable.length} 条`,
    ...lines,
    ...(unreadable.length > 0 ? ["→ npx billferry repair --rebuild --yes"] : []),
  ].join("\n");
}
