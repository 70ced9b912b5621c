import type { Say } from "@billferry/contracts";
import type { AccountReport, SwitchOutcome } from "@billferry/desk";

/** Whether the ledger belongs to another account than the one that is set. */
export function isOther({ standing }: AccountReport): boolean {
  return standing.kind === "other";
}

const SIDES = {
  kingdee: { zh: "金蝶账套", en: "Kingdee account" },
  wangdiantong: { zh: "旺店通账号", en: "Wangdiantong account" },
} as const;

/** Whose the ledger is, side by side, and what to do where it is another's. */
export function describeAccounts(reports: readonly AccountReport[], say: Say): string {
  const lines = reports.map(({ side, configured: own, standing }) => {
    if (standing.kind === "free")
      return say({
        zh: `${SIDES[side].zh}:台账还没有账号,现在配置的是 ${own}`,
        en: `${SIDES[side].en}: the ledger has no account yet, ${own} is set`,
      });
    if (standing.kind !== "other")
      return say({
        zh: `${SIDES[side].zh}:${own},与台账一致`,
        en: `${SIDES[side].en}: ${own}, the same as the ledger's`,
      });
    return say({
      zh: `${SIDES[side].zh}:台账属于 ${standing.known ?? "另一个(由旧版本记录,名称未留下)"},现在配置的是 ${own}`,
      en: `${SIDES[side].en}: the ledger belongs to ${standing.known ?? "another one (noted by an earlier version, without its name)"}, but ${own} is set`,
    });
  });
  return [...lines, ...(reports.some(isOther) ? HOW_TO_CHANGE.map((each) => say(each)) : [])].join("\n");
}

const HOW_TO_CHANGE = [
  { zh: "→ 配置有误:改回原来的账号后重启", en: "→ the setting is wrong: set the former account again and restart" },
  {
    zh: "→ 确已更换:把 START_FROM 设为启用新账号的时刻,停止各服务,再运行 npx billferry repair --account --yes(清空原账号的台账与任务)",
    en: "→ it was really changed: set START_FROM to when the new account came into use, stop the services, and run npx billferry repair --account --yes (empties the former account's ledger and jobs)",
  },
  {
    zh: "→ 只是换了编号、单据仍是原来的:停止各服务,再运行 npx billferry repair --account --keep --yes(台账保留)",
    en: "→ only its number changed, the bills are the same: stop the services, and run npx billferry repair --account --keep --yes (keeps the ledger)",
  },
];

/** What came of a change of accounts, and what is next. */
export function describeSwitch(outcome: SwitchOutcome, say: Say): string {
  switch (outcome.kind) {
    case "same":
      return say({
        zh: "台账与现在的账号一致,无须更换",
        en: "the ledger belongs to the account that is set, there is nothing to change",
      });
    case "kept":
      return say({
        zh: "台账已归现在的账号,内容保留;请启动各服务",
        en: "the ledger now belongs to the account that is set, its content is kept; start the services",
      });
    case "rebuilt":
      return say({
        zh: `已清空原账号的台账与 ${outcome.removedJobs} 个任务,台账归现在的账号;请启动各服务,从 START_FROM 起读取`,
        en: `The former account's ledger and ${outcome.removedJobs} jobs are emptied, the ledger belongs to the account that is set; start the services, they read from START_FROM`,
      });
    case "running":
      return say({
        zh: `仍有 ${outcome.workers} 个服务进程在使用这个台账,未做任何改动;请停止各服务后再试`,
        en: `${outcome.workers} processes of services still use this ledger, nothing was changed; stop the services and try again`,
      });
    case "busy":
      return say({
        zh: `有 ${outcome.active} 个任务没有结束,未做任何改动;请停止各服务后再试`,
        en: `${outcome.active} jobs have not ended, nothing was changed; stop the services and try again`,
      });
  }
}
