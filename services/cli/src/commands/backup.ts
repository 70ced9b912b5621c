import { existsSync } from "node:fs";
import { resolve } from "node:path";

import { readWaitingActs, restoreWaitingActs } from "@billferry/audit";
import { formatKingdeeTime, SHANGHAI } from "@billferry/contracts";
import {
  BackupUnreadable,
  restoreBackup,
  writeBackup,
  type BackupOutcome,
  type RestoreOutcome,
} from "@billferry/desk/backup";
import type { Command } from "commander";

import { CommandEnd, EXIT } from "../command-end.ts";
import { byOption, noteOption, onRecord, type PersonOptions } from "../on-record.ts";
import { withStoredRedis } from "../with-redis.ts";
import { say } from "../say.ts";

interface BackupOptions extends PersonOptions {
  readonly replace?: boolean;
  readonly json?: boolean;
}

const INSTALLATION = [{ kind: "installation", id: "default" } as const];

export function addBackupCommand(program: Command): void {
  program
    .command("backup")
    .argument(
      "<file>",
      say({ zh: "写到哪个文件,例如 billferry-1129.backup", en: "file to write, e.g. billferry-1129.backup" }),
    )
    .description(
      say({
        zh: "备份只有 Redis 知道的事:接受、搁置、更正、暂停、未写入文件的操作记录与整本台账;队列暂停片刻",
        en: "back up what Redis alone knows: acceptances, holds, corrections, pauses, acts that no file has yet, and the whole ledger; the queues rest for a moment",
      }),
    )
    .option(...byOption())
    .option(...noteOption())
    .option("--json", say({ zh: "输出一行 JSON", en: "print one line of JSON" }))
    .action(backup);
}

export function addRestoreCommand(program: Command): void {
  program
    .command("restore")
    .argument("<file>", say({ zh: "billferry backup 写出的文件", en: "a file that billferry backup wrote" }))
    .description(
      say({
        zh: "恢复备份:须先停止各服务;此后发生的事由金蝶与旺店通补齐,不会重复推送",
        en: "restore a backup: stop the services first; what happened since is made up from both vendors, nothing is pushed twice",
      }),
    )
    .option(
      "--replace",
      say({
        zh: "现有的台账由备份取代:备份之后人工接受、搁置、放行的,须重新处理",
        en: "replace the ledger that is there: what people accepted, held or released since has to be done again",
      }),
    )
    .option(...byOption())
    .option(...noteOption())
    .option("--json", say({ zh: "输出一行 JSON", en: "print one line of JSON" }))
    .action(restore);
}

async function backup(name: string, { json, ...options }: BackupOptions): Promise<void> {
  const file = resolve(name);
  if (existsSync(file))
    throw new CommandEnd(
      EXIT.usage,
      say({ zh: `${file} 已存在 → 换一个文件名`, en: `${file} exists → choose another name` }),
    );
  const outcome = await withStoredRedis(async (redis, log) =>
    onRecord(redis, { options, act: "backup", subjects: INSTALLATION, after: tellKind }, async () =>
      writeBackup(redis, log, { file, audit: await readWaitingActs(redis) }),
    ),
  );
  process.stdout.write(`${json ? JSON.stringify(outcome) : describeBackup(file, outcome)}\n`);
  process.exitCode = outcome.kind === "busy" ? EXIT.found : EXIT.good;
}

async function restore(name: string, { json, replace, ...options }: BackupOptions): Promise<void> {
  const file = resolve(name);
  const outcome = await withStoredRedis(async (redis, log) => {
    const put = async (): Promise<RestoreOutcome> => {
      const done = await restoreBackup(redis, log, { file, isReplacing: replace ?? false });
      if (done.kind === "restored") await restoreWaitingActs(redis, done.head.audit);
      return done;
    };
    return onRecord(redis, { options, act: "restore", subjects: INSTALLATION, after: tellKind }, put);
  }).catch((error: unknown) => {
    throw error instanceof BackupUnreadable ? new CommandEnd(EXIT.usage, `${file}:${error.message}`) : error;
  });
  process.stdout.write(`${json ? JSON.stringify(outcome) : describeRestore(outcome)}\n`);
  process.exitCode = outcome.kind === "restored" ? EXIT.good : EXIT.found;
}

function tellKind({ kind }: BackupOutcome | RestoreOutcome) {
  return { outcome: kind };
}

function describeBackup(file: string, outcome: BackupOutcome): string {
  switch (outcome.kind) {
    case "written":
      return say({
        zh: `已备份 ${outcome.schemes.length} 个方案(${outcome.schemes.join("、")})、${outcome.entries} 条到 ${file};内含收货信息,请妥善保管`,
        en: `${outcome.schemes.length} schemes (${outcome.schemes.join(", ")}), ${outcome.entries} entries backed up to ${file}; it holds receivers' data, keep it safe`,
      });
    case "empty":
      return say({
        zh: "这个 Redis 中还没有台账,没有可备份的内容",
        en: "this Redis has no ledger yet, there is nothing to back up",
      });
    case "busy":
      return say({
        zh: `有 ${outcome.active} 个任务一分钟内没有结束,没有写出备份;请稍后再试`,
        en: `${outcome.active} jobs did not end within a minute, no backup was written; try again later`,
      });
  }
}

function describeRestore(outcome: RestoreOutcome): string {
  switch (outcome.kind) {
    case "restored":
      return [
        say({
          zh: `已恢复 ${formatKingdeeTime(outcome.head.atMs, SHANGHAI)} 的备份:${outcome.head.schemes.join("、")},${outcome.entries} 条`,
          en: `Restored the backup of ${formatKingdeeTime(outcome.head.atMs, SHANGHAI)}: ${outcome.head.schemes.join(", ")}, ${outcome.entries} entries`,
        }),
        ...outcome.head.paused.map(({ scheme, stage }) =>
          say({
            zh: `备份时已暂停,现在仍暂停:${scheme} 的 ${stage}`,
            en: `paused when it was backed up, and still: ${stage} of ${scheme}`,
          }),
        ),
        say({
          zh: "→ 启动各服务;此后的单据从备份时的水位重新读取,已送达的不会再次建单",
          en: "→ start the services; later bills are read again from the backup's watermark, what was delivered is not made again",
        }),
      ].join("\n");
    case "occupied":
      return say({
        zh: `方案 ${outcome.schemes.join("、")} 已有台账,未做任何改动 → 确要以备份取代,加 --replace(备份之后的人工处理须重做)`,
        en: `the schemes ${outcome.schemes.join(", ")} have a ledger, nothing was changed → to replace it all the same add --replace (what people did since the backup has to be done again)`,
      });
    case "running":
      return say({
        zh: `仍有 ${outcome.workers} 个服务进程在使用这个台账,未做任何改动 → 停止各服务后再试`,
        en: `${outcome.workers} processes of services still use this ledger, nothing was changed → stop the services and try again`,
      });
    case "busy":
      return say({
        zh: `有 ${outcome.active} 个任务没有结束 → 停止各服务后再试`,
        en: `${outcome.active} jobs have not ended → stop the services and try again`,
      });
  }
}
