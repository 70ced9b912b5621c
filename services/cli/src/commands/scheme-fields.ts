import { MAIN_ACCOUNT } from "@billferry/settings";
import { openKingdeeAccount } from "@billferry/vendor-access";
import Table from "cli-table3";
import type { Command } from "commander";

import { EXIT } from "../command-end.ts";
import { untilInterrupted } from "../until-interrupted.ts";
import { withFoundRedis } from "../with-redis.ts";

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
      "列出金蝶表单的全部字段(QueryBusinessInfo):标识、名称、类型、所在分录;写方案时对照(没有匹配时退出码为 1)",
    )
    .argument("<form>", "业务对象表单 Id,例如 STK_InStock")
    .option("--account <name>", "金蝶账号", MAIN_ACCOUNT)
    .option("--like <text>", "只列出标识或名称中含有这段文字的字段")
    .option("--json", "输出一行 JSON")
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
  if (fields.length === 0) return `${form}:没有这样的字段`;
  const table = new Table({ head: ["分录", "标识", "名称", "类型"], style: STYLE });
  for (const { entity, key, label, type } of fields) table.push([entity, key, label, type]);
  return `${table.toString()}\n${form}:${fields.length} 个字段;基础资料(BaseDataField)在方案中写作 标识_FNumber,例如 FStockID_FNumber`;
}
