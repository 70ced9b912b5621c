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
import { chosenSchemes, schemePlace } from "../schemes.ts";
import { untilInterrupted } from "../until-interrupted.ts";
import { withFoundRedis } from "../with-redis.ts";
import { say } from "../say.ts";
import { askDraft } from "./ask-draft.ts";

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
      say({
        zh: "由金蝶账套起草一个方案:字段取自 QueryBusinessInfo,检查后以最近的真实单据试算,再存为文件;不覆盖已有文件(方案有错误、未保存时退出码为 1)",
        en: "draft a scheme from a Kingdee account: fields from QueryBusinessInfo, checked, tried on the latest real bills, then saved as a file; never overwrites one (exit code 1 on errors, or if not saved)",
      }),
    )
    .option("--form <form>", say({ zh: "业务对象表单 Id,例如 STK_InStock", en: "Id of the form, e.g. STK_InStock" }))
    .option(
      "--target <interface>",
      say({
        zh: `旺店通接口:${TARGET_NAMES.join(" 或 ")}`,
        en: `Wangdiantong interface: ${TARGET_NAMES.join(" or ")}`,
      }),
    )
    .option(
      "--name <name>",
      say({
        zh: "方案名(小写字母、数字、连字符),例如 purchase-receipt",
        en: "name of the scheme (small letters, digits, hyphens), e.g. purchase-receipt",
      }),
    )
    .option("--account <name>", say({ zh: "金蝶账号", en: "Kingdee account" }), MAIN_ACCOUNT)
    .option("--wangdiantong-account <name>", say({ zh: "旺店通账号", en: "Wangdiantong account" }), MAIN_ACCOUNT)
    .option(
      "--set <parameter=value>",
      say({
        zh: "某个参数取自哪个字段或写什么文字,例如 line.batch_no=FLot_FNumber、order.reason=采购入库;等号后留空为不传;可多次",
        en: "from which field a parameter comes, or which text it is, e.g. line.batch_no=FLot_FNumber or order.reason=purchase; nothing behind = means not sent; may be repeated",
      }),
      (value: string, all: readonly string[]) => [...all, value],
      [] as readonly string[],
    )
    .option("--no-trial", say({ zh: "不以真实单据试算", en: "do not try it on real bills" }))
    .option("--yes", say({ zh: "不询问,直接保存", en: "save without asking" }))
    .action(async (options: NewOptions) => {
      process.exitCode = (await createScheme(options)) ? EXIT.good : EXIT.found;
    });
}

async function createScheme(options: NewOptions): Promise<boolean> {
  if (options.yes !== true && !canAsk())
    throw new CommandEnd(
      EXIT.usage,
      say({
        zh: "没有终端可供确认 → 加上 --yes,检查无误后直接保存",
        en: "there is no terminal to confirm on → add --yes to save when the checks pass",
      }),
    );
  const { form, target, name } = await askDraft(options);
  return untilInterrupted(async (signal) =>
    withFoundRedis(async (_found, log, env) => {
      const client = openKingdeeAccount(env, options.account);
      await client.signIn(signal);
      const info = await readForm(client, form, signal);
      const drafting: Drafting = { place: schemePlace(env), info, name, target, options };
      const draft = await makeDraft(drafting);
      const findings = checkDraft(drafting.place, { name, text: draft.text, others: chosenSchemes({}, env) });
      tell(formatDraft(info, draft, say));
      for (const finding of findings) tell(say(formatFinding({ ...finding, path: `${name}.yaml` })));
      if (hasError(findings)) {
        tell(
          say({
            zh: `方案有错误,没有保存。→ 以 --set 指定参数取自哪个字段;表单有哪些字段:billferry scheme fields ${form}`,
            en: `The scheme has errors and was not saved. → Say with --set which field a parameter comes from; the fields of the form: billferry scheme fields ${form}`,
          }),
        );
        return false;
      }
      if (options.trial) tell(formatTrial(await tryDraft(drafting, draft, { env, log, signal }), say));
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
  const read = readChoices(options.set, target, say);
  if ("problem" in read) throw new CommandEnd(EXIT.usage, read.problem);
  const choices = { ...read.choices };
  const make = (): SchemeDraft => draftFor(place, info, { name, target, accounts, choices });
  const draft = make();
  if (options.yes === true) return draft;
  for (const { place: at, parameter, note, choice } of draft.parameters.filter((each) => !each.isFixed))
    if (note.isNeeded && choice === undefined)
      choices[at] = await askLine(
        say({
          zh: `${parameter.name}(${note.meaning.zh};${note.form.zh})取自哪个字段,或写什么文字:`,
          en: `${parameter.name} (${note.meaning.en}; ${note.form.en}) comes from which field, or is which text: `,
        }),
      );
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
  if (
    options.yes !== true &&
    !/^(y|yes|是)$/i.test(await askLine(say({ zh: "保存这个方案吗?(y/N)", en: "Save this scheme? (y/N) " })))
  ) {
    tell(say({ zh: "没有保存。", en: "Not saved." }));
    return false;
  }
  const saved = saveScheme(place, name, text);
  if (saved.kind === "exists")
    throw new CommandEnd(
      EXIT.usage,
      say({
        zh: `${saved.path} 已存在,没有改动 → 换一个 --name,或直接修改该文件`,
        en: `${saved.path} exists, nothing was changed → choose another --name, or edit that file`,
      }),
    );
  if (saved.kind === "read-only")
    throw new CommandEnd(
      EXIT.usage,
      say({
        zh: `无法写入 ${saved.path}(${saved.reason})→ 以 SCHEME_DIR 指定可以写入的方案目录`,
        en: `cannot write ${saved.path} (${saved.reason}) → name a folder of schemes that can be written with SCHEME_DIR`,
      }),
    );
  const running = [...new Set([...chosenSchemes({}, env), name])].join(",");
  tell(say({ zh: `已保存 ${saved.path}`, en: `Saved ${saved.path}` }));
  tell(
    say({
      zh: `下一步:核对文件;billferry preview <单号> --scheme ${name};设置 SCHEMES=${running} 后重启,即开始传输。`,
      en: `Next: look through the file; billferry preview NUMBER --scheme ${name}; set SCHEMES=${running} and restart, and bills begin to move.`,
    }),
  );
  return true;
}

function hasError(findings: readonly SchemeFinding[]): boolean {
  return findings.some(({ severity }) => severity === "error");
}

function tell(text: string): void {
  process.stdout.write(`${text}\n`);
}
