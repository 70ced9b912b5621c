/** Keys of one scheme that were, or would be, moved. */
export type MovedKeys = Record<"ledger" | "queues", number>;

export type Migration =
  /** Nothing of the version before is there. */
  | { readonly kind: "none" }
  /** Services of that version still run; nothing was changed. */
  | { readonly kind: "running"; readonly services: readonly string[] }
  /** Another migration is under way. */
  | { readonly kind: "busy" }
  | { readonly kind: "planned" | "migrated"; readonly schemes: Readonly<Record<string, Readonly<MovedKeys>>> };

/** For a person, in Chinese. */
export function describeMigration(migration: Migration): string {
  switch (migration.kind) {
    case "none":
      return "没有需要迁移的内容";
    case "running":
      return `旧版本的服务仍在运行(${migration.services.join("、")}),未做任何改动;请停止各服务后再试`;
    case "busy":
      return "另一次迁移正在进行;请等它结束后再试";
    case "planned":
    case "migrated": {
      const verb = migration.kind === "planned" ? "将迁移" : "已迁移";
      const lines = Object.entries(migration.schemes).map(
        ([name, { ledger, queues }]) => `方案 ${name}:${verb}台账 ${ledger} 项、队列 ${queues} 项`,
      );
      return [...lines, migration.kind === "planned" ? "(未做任何改动)" : "迁移完成"].join("\n");
    }
  }
}
