import { describeMigration, migrateState } from "@billferry/migration";
import type { Command } from "commander";

import { EXIT } from "../command-end.ts";
import { byOption, noteOption, onRecord, type PersonOptions } from "../on-record.ts";
import { withStoredRedis } from "../with-redis.ts";
import { say } from "../say.ts";

type Migration = Awaited<ReturnType<typeof migrateState>>;

export function addMigrateCommand(program: Command): void {
  program
    .command("migrate")
    .description(
      say({
        zh: "升级后把旧版本的台账与任务迁移过来;须先停止各服务,中断后可再次运行(未能迁移时退出码为 1)",
        en: "after an upgrade move the earlier version's ledger and jobs; stop the services first, may be run again after an interruption (exit code 1 if it could not be moved)",
      }),
    )
    .option("--dry-run", say({ zh: "只说明将迁移什么", en: "only say what would be moved" }))
    .option(...byOption())
    .option(...noteOption())
    .option("--json", say({ zh: "输出一行 JSON", en: "print one line of JSON" }))
    .action(async ({ dryRun, json, ...options }: PersonOptions & { dryRun?: boolean; json?: boolean }) => {
      const migration = await withStoredRedis(async (redis) => {
        const migrate = async (): Promise<Migration> => migrateState(redis, dryRun ?? false);
        const subjects = [{ kind: "installation", id: "default" } as const];
        return dryRun ? migrate() : onRecord(redis, { options, act: "migrate", subjects, after: tellKind }, migrate);
      }, "any");
      process.stdout.write(`${json ? JSON.stringify(migration) : describeMigration(migration)}\n`);
      process.exitCode = migration.kind === "running" || migration.kind === "busy" ? EXIT.found : EXIT.good;
    });
}

function tellKind({ kind }: Migration) {
  return { outcome: kind };
}
