import { describeMigration, migrateState } from "@billferry/migration";
import type { Command } from "commander";

import { EXIT } from "../command-end.ts";
import { BY_OPTION, NOTE_OPTION, onRecord, type PersonOptions } from "../on-record.ts";
import { withStoredRedis } from "../with-redis.ts";

type Migration = Awaited<ReturnType<typeof migrateState>>;

export function addMigrateCommand(program: Command): void {
  program
    .command("migrate")
    .description("升级后把旧版本的台账与任务迁移过来;须先停止各服务,中断后可再次运行(未能迁移时退出码为 1)")
    .option("--dry-run", "只说明将迁移什么")
    .option(...BY_OPTION)
    .option(...NOTE_OPTION)
    .option("--json", "输出一行 JSON")
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
