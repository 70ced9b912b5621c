import { MAIN_ACCOUNT } from "@billferry/settings";
import { openKingdeeAccount } from "@billferry/vendor-access";
import Table from "cli-table3";
import type { Command } from "commander";

import { EXIT } from "../command-end.ts";
import { untilInterrupted } from "../until-interrupted.ts";
import { withFoundRedis } from "../with-redis.ts";
import { say } from "../say.ts";

interface FieldsOptions {
  readonly account: string;
  readonly like?: string;
  readonly json?: boolean;
}

interface ShownField {
  readonly entity: string;
  readonly key: string;
  readonly label: string;
  readonly type: string;
}

const STYLE = { head: [], border: [] };

/** `billferry scheme fields`: what a scheme of a form could be written from. */
export function addFieldsCommand(scheme: Command): void {
  scheme
    .command("fields")
    .description(
      say({
        zh: "列出金蝶表单的全部字段(QueryBusinessInfo):标识、名称、类型、所在分录;写方案时对照(没有匹配时退出码为 1)",
        en: "list all fields of a Kingdee form (QueryBusinessInfo): key, name, type, entry; to write schemes by (exit code 1 if none fits)",
      }),
    )
    .argument("<form>", say({ zh: "业务对象表单 Id,例如 STK_InStock", en: "Id of the form, e.g. STK_InStock" }))
    .option("--account <name>", say({ zh: "金蝶账号", en: "Kingdee account" }), MAIN_ACCOUNT)
    .option(
      "--like <text>",
      say({ zh: "只列出标识或名称中含有这段文字的字段", en: "list only fields with this text in their key or name" }),
    )
    .option("--json", say({ zh: "输出一行 JSON", en: "print one line of JSON" }))
    .action(async (form: string, options: FieldsOptions) => {
      const fields = await readFields(form, options);
      process.stdout.write(`${options.json ? JSON.stringify(fields) : format(form, fields)}\n`);
      process.exitCode = fields.length === 0 ? EXIT.found : EXIT.good;
    });
}

async function readFields(form: string, { account, like = "" }: FieldsOptions): Promise<readonly ShownField[]> {
  const wanted = like.toLowerCase();
  return untilInterrupted(async (signal) =>
    withFoundRedis(async (_found, _log, env) => {
      const client = openKingdeeAccount(env, account);
      await client.signIn(signal);
      const { fields } = await client.queryBusinessInfo(form, signal);
      return fields
        .filter(({ key, label }) => `${key} ${label}`.toLowerCase().includes(wanted))
        .map(({ entity, key, label, type }) => ({ entity, key, label, type }));
    }),
  );
}

function format(form: string, fields: readonly ShownField[]): string {
  if (fields.length === 0) return say({ zh: `${form}:没有这样的字段`, en: `${form}: no such field` });
  const table = new Table({
    head: [
      say({ zh: "分录", en: "entry" }),
      say({ zh: "标识", en: "key" }),
      say({ zh: "名称", en: "name" }),
      say({ zh: "类型", en: "type" }),
    ],
    style: STYLE,
  });
  for (const { entity, key, label, type } of fields) table.push([entity, key, label, type]);
  return say({
    zh: `${table.toString()}\n${form}:${fields.length} 个字段;基础资料(BaseDataField)在方案中写作 标识_FNumber,例如 FStockID_FNumber`,
    en: `${table.toString()}\n${form}: ${fields.length} fields; in a scheme, base data (BaseDataField) is written KEY_FNumber, e.g. FStockID_FNumber`,
  });
}
