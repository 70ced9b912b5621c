import { createWriteStream } from "node:fs";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import {
  forgetKnownHead,
  listActs,
  readKnownHead,
  verifyAudit,
  walkActs,
  type AuditFilter,
  type ChainHead,
  type RecordedAct,
} from "@billferry/audit";
import { parseKingdeeTime, SHANGHAI } from "@billferry/contracts";
import type { Environment } from "@billferry/settings";
import { dataDir } from "@billferry/supervisor";
import type { Command } from "commander";
import { stringify } from "csv-stringify";

import { CommandEnd, EXIT } from "../command-end.ts";
import { describeAct, describeVerdict, EXPORT_HEADINGS, toExportRow } from "../core/audit-text.ts";
import { byOption, noteOption, onRecord, type PersonOptions } from "../on-record.ts";
import { toCount } from "../read-count.ts";
import { withFoundRedis, withRedis } from "../with-redis.ts";
import { say } from "../say.ts";

interface AuditOptions extends PersonOptions {
  readonly from?: string;
  readonly to?: string;
  readonly person?: string;
  readonly act?: string;
  readonly bill?: string;
  readonly limit: number;
  readonly verify?: boolean;
  readonly head?: readonly string[];
  readonly export?: string;
  readonly acceptBreak?: boolean;
  readonly json?: boolean;
}

const MOST_SHOWN = 50;
const PAGE = 500;

export function addAuditCommand(program: Command): void {
  program
    .command("audit")
    .description(
      say({
        zh: "操作记录:谁在何时、经由哪里做了什么,前后如何;--verify 核对有无改动(有改动时退出码为 1)",
        en: "the record of what people did: who, when, by which way, before and after; --verify checks that nothing was changed (exit code 1 if something was)",
      }),
    )
    .option(
      "--from <time>",
      say({
        zh: "起,例如 2026-11-28 或 2026-11-28 09:00(北京时间)",
        en: "from, e.g. 2026-11-28 or 2026-11-28 09:00 (Beijing time)",
      }),
    )
    .option("--to <time>", say({ zh: "止(不含)", en: "to (exclusive)" }))
    .option("--person <name>", say({ zh: "操作人,可写一部分", en: "who, or a part of the name" }))
    .option("--act <name>", say({ zh: "操作,例如 retry、accept", en: "act, e.g. retry or accept" }))
    .option("--bill <number>", say({ zh: "单据、订单等的完整编号", en: "the whole number of a bill, order and so on" }))
    .option(
      "--limit <n>",
      say({ zh: "最多列出的条数,最新的在前", en: "the most to be listed, the newest first" }),
      (text) => toCount("--limit", text),
      MOST_SHOWN,
    )
    .option(
      "--verify",
      say({
        zh: "核对整条记录:有无被改动、删去或截短",
        en: "check the whole record: whether anything was changed, taken out or cut off",
      }),
    )
    .option("--head <seq:hash...>", say({ zh: "此前留存的链头,一并核对", en: "a head noted before, checked as well" }))
    .option("--export <file>", say({ zh: "导出到 .csv 或 .jsonl 文件", en: "export to a file, .csv or .jsonl" }))
    .option(
      "--accept-break",
      say({
        zh: "文件被截短或更换、已无法恢复时:由操作人确认,从现有文件继续记录(须有 --note)",
        en: "where files were cut or replaced for good: a person confirms it, and the record goes on from the files that are there (needs --note)",
      }),
    )
    .option(...byOption())
    .option(...noteOption())
    .option("--json", say({ zh: "输出一行 JSON", en: "print one line of JSON" }))
    .action(async (options: AuditOptions) => {
      if (options.acceptBreak) return acceptBreak(options);
      if (options.verify || options.head !== undefined) return verify(options);
      return options.export === undefined ? list(options) : exportActs(options, options.export);
    });
}

/** Where the board of this folder keeps it; in a container, where its volume is. */
function folderOf(env: Environment): string {
  return env["AUDIT_DIR"] ? resolve(env["AUDIT_DIR"]) : join(dataDir(process.env), "audit");
}

async function list(options: AuditOptions): Promise<void> {
  const filter = toFilter(options);
  const items = await withFoundRedis(async (found, _log, env) => {
    const redis = "redis" in found ? found.redis : undefined;
    const acts: RecordedAct[] = [];
    let after: string | undefined;
    do {
      const limit = Math.min(PAGE, options.limit - acts.length);
      const page = await listActs({ folder: folderOf(env), redis, filter, after, limit });
      acts.push(...page.items);
      after = page.next ?? undefined;
    } while (after !== undefined && acts.length < options.limit);
    return acts;
  });
  const text =
    items.length === 0
      ? say({ zh: "没有符合条件的操作记录", en: "nothing on record fits" })
      : items.map((act) => describeAct(act, say)).join("\n");
  process.stdout.write(`${options.json ? JSON.stringify(items) : text}\n`);
}

async function verify(options: AuditOptions): Promise<void> {
  const noted = (options.head ?? []).map(readHead);
  const verdict = await withFoundRedis(async (found, _log, env) => {
    // Told before the files are read: what is written meanwhile is no difference.
    const known = "redis" in found ? await readKnownHead(found.redis) : undefined;
    return verifyAudit(folderOf(env), [...noted, ...(known === undefined ? [] : [known])]);
  });
  process.stdout.write(`${options.json ? JSON.stringify(verdict) : describeVerdict(verdict, say)}\n`);
  process.exitCode = verdict.breaks.length > 0 ? EXIT.found : EXIT.good;
}

async function exportActs(options: AuditOptions, file: string): Promise<void> {
  const [, kind] = /\.(csv|jsonl)$/.exec(file) ?? [];
  if (kind === undefined)
    throw new CommandEnd(
      EXIT.usage,
      say({
        zh: `--export:文件名应以 .csv 或 .jsonl 结尾,实际为 ${file}`,
        en: `--export: the file's name should end in .csv or .jsonl, but is ${file}`,
      }),
    );
  const count = { acts: 0 };
  await withFoundRedis(async (_found, _log, env) => {
    const acts = counted(walkActs({ folder: folderOf(env), filter: toFilter(options) }), count);
    const target = createWriteStream(resolve(file), { mode: 0o600 });
    if (kind === "jsonl") await pipeline(Readable.from(acts), toJsonLines, target);
    else
      await pipeline(
        Readable.from(acts).map(toExportRow),
        stringify({
          bom: true,
          columns: Object.entries(EXPORT_HEADINGS).map(([key, header]) => ({ key, header: say(header) })),
          header: true,
          escape_formulas: true,
        }),
        target,
      );
  });
  process.stdout.write(
    say({
      zh: `已导出 ${count.acts} 条到 ${resolve(file)};还没有写入文件的最新几条不在其中\n`,
      en: `${count.acts} acts exported to ${resolve(file)}; the newest few that no file has yet are not among them\n`,
    }),
  );
}

async function acceptBreak(options: AuditOptions): Promise<void> {
  if (!options.note)
    throw new CommandEnd(
      EXIT.usage,
      say({
        zh: "--accept-break 须以 --note 说明原因,会记入操作记录",
        en: "--accept-break needs --note with the reason, which is kept in the record",
      }),
    );
  await withRedis(async (redis, _log, env) => {
    const [known, { head }] = [await readKnownHead(redis), await verifyAudit(folderOf(env))];
    const before = { written: known === undefined ? null : { ...known }, inFiles: { ...head } };
    const subjects = [{ kind: "installation", id: "default" } as const];
    await onRecord(redis, { options, act: "accept-break", subjects, before }, async () => forgetKnownHead(redis));
  });
  process.stdout.write(
    say({
      zh: "已确认:看板从现有文件继续记录,这一中断本身也已记入操作记录\n",
      en: "Confirmed: the board goes on from the files that are there, and the break is itself on record\n",
    }),
  );
}

function toFilter({ from, to, person, act, bill }: AuditOptions): AuditFilter {
  const subjects = bill === undefined ? undefined : [bill, `order:${bill}`];
  return { fromMs: readTime("--from", from), toMs: readTime("--to", to), by: person, act, subjects };
}

function readTime(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = parseKingdeeTime(text, SHANGHAI);
  if (ms === undefined)
    throw new CommandEnd(
      EXIT.usage,
      say({
        zh: `${option}:应为日期或时刻,例如 2026-11-28,实际为 ${text}`,
        en: `${option}: should be a date or a time such as 2026-11-28, but is ${text}`,
      }),
    );
  return ms;
}

function readHead(text: string): ChainHead {
  const [, seq, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? [];
  if (hash === undefined)
    throw new CommandEnd(
      EXIT.usage,
      say({
        zh: `--head:应为 编号:哈希(此前由 --verify 或看板给出),实际为 ${text}`,
        en: `--head: should be NUMBER:HASH (as --verify or the board told it), but is ${text}`,
      }),
    );
  return { seq: Number(seq), hash };
}

async function* counted(acts: AsyncIterable<RecordedAct>, count: { acts: number }): AsyncGenerator<RecordedAct> {
  for await (const act of acts) {
    count.acts += 1;
    yield act;
  }
}

async function* toJsonLines(acts: AsyncIterable<RecordedAct>): AsyncGenerator<string> {
  for await (const act of acts) yield `${JSON.stringify(act)}\n`;
}
