import { migrateState, type Migration } from "@billferry/migration";
import type { Command } from "commander";

import { EXIT } from "../command-end.ts";
import { withStoredRedis } from "../with-redis.ts";

export function addMigrateCommand(program: Command): void {
  program
    .command("migrate")
    .description("升级后把旧版本的台账与任务迁移过来;须先停止各服务,中断后可再次运行(未能迁移时退出码为 1)")
    .option("--dry-run", "只说明将迁移什么")
    .option("--json", "输出一行 JSON")
    .action(async ({ dryRun, json }: { dryRun?: boolean; json?: boolean }) => {
      const migration = await withStoredRedis(async (redis) => migrateState(redis, dryRun ?? false), "any");
      process.stdout.write(`${json ? JSON.stringify(migration) : describeMigration(migration)}\n`);
      process.exitCode = migration.kind === "running" ? EXIT.found : EXIT.good;
    });
}

export function describeMigration(migration: Migration): string {
  switch (migration.kind) {
    case "none":
      return "没有需要迁移的内容";
    case "running":
      return `旧版本的服务仍在运行(${migration.services.join("、")}),未做任何改动;请停止各服务后再试`;
    case "planned":
    case "migrated": {
      const verb = migration.kind === "planned" ? "将迁移" : "已迁移";
      const lines = Object.entries(migration.schemes).map(
        ([name, { ledger, queues }]) => `方案 ${name}:${verb}台账 ${ledger} 项、队列 ${queues} 项`,
      );
      return [...lines, migration.kind === "planned" ? "(未做任何改动)" : "迁移完成,请启动各服务"].join("\n");
    }
  }
}
