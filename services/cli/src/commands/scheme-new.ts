import { TARGET_NAMES, type TargetName } from "@billferry/contracts";
import { tryScheme, type SchemeTrial } from "@billferry/desk";
import type { Logger } from "@billferry/runtime";
import {
  checkDraft,
  draftFor,
  formatFinding,
  readDraft,
  saveScheme,
  type FormInfo,
  type SchemeDraft,
  type SchemeFinding,
  type SchemePlace,
} from "@billferry/scheme";
import { MAIN_ACCOUNT, type Environment } from "@billferry/settings";
import { findWangdiantongAccount, openKingdee, openKingdeeAccount } from "@billferry/vendor-access";
import type { Command } from "commander";

import { askLine, canAsk } from "../ask-line.ts";
import { CommandEnd, EXIT } from "../command-end.ts";
import { formatDraft, formatTrial, readChoices } from "../core/draft-text.ts";
import { chosenSchemes, knownSchemes, schemePlace } from "../schemes.ts";
import { untilInterrupted } from "../until-interrupted.ts";
import { withFoundRedis } from "../with-redis.ts";

interface NewOptions {
  readonly form?: string;
  readonly target?: string;
  readonly name?: string;
  readonly account: string;
  readonly wangdiantongAccount: string;
  readonly set: readonly string[];
  readonly trial: boolean;
  readonly yes?: boolean;
}

const MOST_BILLS = 10;

/** `billferry scheme new`: a first scheme from what the account tells of a form, checked and tried, then saved. */
export function addNewCommand(scheme: Command): void {
  scheme
    .command("new")
    .description(
      "由金蝶账套起草一个方案:字段取自 QueryBusinessInfo,检查后以最近的真实单据试算,再存为文件;不覆盖已有文件(方案有错误、未保存时退出码为 1)",
    )
    .option("--form <form>", "业务对象表单 Id,例如 STK_InStock")
    .option("--target <interface>", `旺店通接口:${TARGET_NAMES.join(" 或 ")}`)
    .option("--name <name>", "方案名(小写字母、数字、连字符),例如 purchase-receipt")
    .option("--account <name>", "金蝶账号", MAIN_ACCOUNT)
    .option("--wangdiantong-account <name>", "旺店通账号", MAIN_ACCOUNT)
    .option(
      "--set <parameter=value>",
      "某个参数取自哪个字段或写什么文字,例如 line.batch_no=FLot_FNumber、order.reason=采购入库;等号后留空为不传;可多次",
      (value: string, all: readonly string[]) => [...all, value],
      [] as readonly string[],
    )
    .option("--no-trial", "不以真实单据试算")
    .option("--yes", "不询问,直接保存")
    .action(async (options: NewOptions) => {
      process.exitCode = (await createScheme(options)) ? EXIT.good : EXIT.found;
    });
}

async function createScheme(options: NewOptions): Promise<boolean> {
  if (options.yes !== true && !canAsk())
    throw new CommandEnd(EXIT.usage, "没有终端可供确认 → 加上 --yes,检查无误后直接保存");
  const form = options.form ?? (await need("--form", "金蝶表单 Id(例如 STK_InStock)"));
  const target = readTarget(options.target ?? (await need("--target", `旺店通接口(${TARGET_NAMES.join(" 或 ")})`)));
  const name = options.name ?? (await need("--name", "方案名(例如 purchase-receipt)"));
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(name))
    throw new CommandEnd(EXIT.usage, `--name:只能用小写字母、数字和连字符,至多 40 个,实际为 ${JSON.stringify(name)}`);
  if (knownSchemes(process.env).includes(name))
    throw new CommandEnd(EXIT.usage, `方案 ${name} 已存在,没有改动 → 换一个 --name,或直接修改它的文件`);
  return untilInterrupted(async (signal) =>
    withFoundRedis(async (_found, log, env) => {
      const client = openKingdeeAccount(env, options.account);
      await client.signIn(signal);
      const info = await readForm(client, form, signal);
      const drafting: Drafting = { place: schemePlace(env), info, name, target, options };
      const draft = await makeDraft(drafting);
      const findings = checkDraft(drafting.place, { name, text: draft.text, others: chosenSchemes({}, env) });
      tell(formatDraft(info, draft));
      for (const finding of findings) tell(formatFinding({ ...finding, path: `${name}.yaml` }));
      if (hasError(findings)) {
        tell(`方案有错误,没有保存。→ 以 --set 指定参数取自哪个字段;表单有哪些字段:billferry scheme fields ${form}`);
        return false;
      }
      if (options.trial) tell(formatTrial(await tryDraft(drafting, draft, { env, log, signal })));
      return save(drafting, draft, env);
    }),
  );
}

interface Drafting {
  readonly place: SchemePlace;
  readonly info: FormInfo;
  readonly name: string;
  readonly target: TargetName;
  readonly options: NewOptions;
}

async function readForm(
  client: ReturnType<typeof openKingdeeAccount>,
  form: string,
  signal: AbortSignal,
): Promise<FormInfo> {
  const { title, fields } = await client.queryBusinessInfo(form, signal);
  return { form, title: title === "" ? form : title, fields };
}

/** What nothing in the form looks like is asked for, where somebody is there to answer. */
async function makeDraft({ place, info, name, target, options }: Drafting): Promise<SchemeDraft> {
  const accounts = { kingdee: options.account, wangdiantong: options.wangdiantongAccount };
  const read = readChoices(options.set, target);
  if ("problem" in read) throw new CommandEnd(EXIT.usage, read.problem);
  const choices = { ...read.choices };
  const make = (): SchemeDraft => draftFor(place, info, { name, target, accounts, choices });
  const draft = make();
  if (options.yes === true) return draft;
  for (const { place: at, parameter, note, choice } of draft.parameters.filter((each) => !each.isFixed))
    if (note.isNeeded && choice === undefined)
      choices[at] = await askLine(`${parameter.name}(${note.meaning.zh};${note.form.zh})取自哪个字段,或写什么文字:`);
  return make();
}

async function tryDraft(
  { place, name }: Drafting,
  { text }: SchemeDraft,
  { env, log, signal }: { readonly env: Environment; readonly log: Logger; readonly signal: AbortSignal },
): Promise<SchemeTrial> {
  const scheme = readDraft(place, name, text);
  if (scheme === undefined) return { bills: [], unused: [] };
  const kingdee = openKingdee(env, log, scheme);
  await kingdee.client.signIn(signal);
  const account = findWangdiantongAccount(env, scheme);
  return tryScheme(kingdee, { most: MOST_BILLS, account, nowMs: Date.now(), signal });
}

async function save({ place, name, options }: Drafting, { text }: SchemeDraft, env: Environment): Promise<boolean> {
  if (options.yes !== true && !/^(y|yes|是)$/i.test(await askLine("保存这个方案吗?(y/N)"))) {
    tell("没有保存。");
    return false;
  }
  const saved = saveScheme(place, name, text);
  if (saved.kind === "exists")
    throw new CommandEnd(EXIT.usage, `${saved.path} 已存在,没有改动 → 换一个 --name,或直接修改该文件`);
  if (saved.kind === "read-only")
    throw new CommandEnd(EXIT.usage, `无法写入 ${saved.path}(${saved.reason})→ 以 SCHEME_DIR 指定可以写入的方案目录`);
  const running = [...new Set([...chosenSchemes({}, env), name])].join(",");
  tell(`已保存 ${saved.path}`);
  tell(`下一步:核对文件;billferry preview <单号> --scheme ${name};设置 SCHEMES=${running} 后重启,即开始传输。`);
  return true;
}

function hasError(findings: readonly SchemeFinding[]): boolean {
  return findings.some(({ severity }) => severity === "error");
}

function readTarget(text: string): TargetName {
  const found = TARGET_NAMES.find((target) => target === text);
  if (found === undefined) throw new CommandEnd(EXIT.usage, `没有接口 ${text},应为 ${TARGET_NAMES.join(" 或 ")}`);
  return found;
}

async function need(option: string, what: string): Promise<string> {
  if (!canAsk()) throw new CommandEnd(EXIT.usage, `缺少 ${option}:${what}`);
  const answer = await askLine(`${what}:`);
  if (answer === "") throw new CommandEnd(EXIT.usage, `缺少 ${option}:${what}`);
  return answer;
}

function tell(text: string): void {
  process.stdout.write(`${text}\n`);
}
