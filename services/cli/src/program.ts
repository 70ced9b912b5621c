import { LANGUAGES } from "@billferry/contracts";
import { Command, Help, Option } from "commander";

import { addAlertCommand } from "./commands/alert.ts";
import { addSweepCommand } from "./commands/ask.ts";
import { addAuditCommand } from "./commands/audit.ts";
import { addBackupCommand, addRestoreCommand } from "./commands/backup.ts";
import { addBackfillCommand } from "./commands/backfill.ts";
import { addBillCommand } from "./commands/bill.ts";
import { addBillsCommand } from "./commands/bills.ts";
import { addCasesCommand } from "./commands/cases.ts";
import { addDemoCommand } from "./commands/demo.ts";
import { addDoctorCommand } from "./commands/doctor.ts";
import { addDoubtsCommand } from "./commands/doubts.ts";
import { addEnvCommand } from "./commands/env.ts";
import { addHoldCommand, addReleaseCommand } from "./commands/hold.ts";
import { addMigrateCommand } from "./commands/migrate.ts";
import { addPauseCommand, addResumeCommand } from "./commands/pause.ts";
import { addPreviewCommand } from "./commands/preview.ts";
import { addReconcileCommand } from "./commands/reconcile.ts";
import { addRehearseCommand } from "./commands/rehearse.ts";
import { addRepairCommand } from "./commands/repair.ts";
import { addRetryCommand } from "./commands/retry.ts";
import { addSchemeCommand } from "./commands/scheme.ts";
import { addSettleCommand } from "./commands/settle.ts";
import { addStartCommand } from "./commands/start.ts";
import { addStatusCommand } from "./commands/status.ts";
import { addSyncCommand } from "./commands/sync.ts";
import { addUsersCommand } from "./commands/users.ts";
import { COMMANDER_WORDS, sayPhrase, sayRemark, sayTitle } from "./core/commander-words.ts";
import { say, spokenLanguage } from "./say.ts";

/** The command line; exit codes are told in its help. */
export function createProgram(): Command {
  const program = new Command("billferry")
    .description(
      say({
        zh: "金蝶云星空 销售出库单 → 旺店通·企业版 其他出库单",
        en: "Kingdee K/3 Cloud sales outbound bills → Wangdiantong Enterprise other stock-out orders",
      }),
    )
    .version("0.1.0", "-V, --version", say(COMMANDER_WORDS.version))
    .addOption(new Option("--lang <language>", say(COMMANDER_WORDS.lang)).choices(LANGUAGES))
    .helpOption("-h, --help", say(COMMANDER_WORDS.help))
    .helpCommand("help [command]", say(COMMANDER_WORDS.helpOf))
    .showHelpAfterError(say({ zh: "(--help 查看用法)", en: "(--help shows the usage)" }))
    .addHelpText(
      "after",
      say({
        zh: "\n退出码:0 正常,1 有发现,2 用法或配置有误,3 无法连接",
        en: "\nExit codes: 0 all is well, 1 something was found, 2 wrong usage or settings, 3 cannot connect",
      }),
    )
    .configureHelp({
      styleTitle: (title) => sayTitle(title, say),
      optionDescription: (option) => sayRemark(new Help().optionDescription(option), spokenLanguage()),
      argumentDescription: (argument) => sayRemark(new Help().argumentDescription(argument), spokenLanguage()),
    })
    .configureOutput({ outputError: (text, write) => write(sayPhrase(text, spokenLanguage())) })
    .exitOverride();
  for (const add of [
    addStartCommand,
    addDemoCommand,
    addStatusCommand,
    addCasesCommand,
    addAlertCommand,
    addDoubtsCommand,
    addRetryCommand,
    addSettleCommand,
    addHoldCommand,
    addReleaseCommand,
    addPauseCommand,
    addResumeCommand,
    addBillCommand,
    addBillsCommand,
    addSyncCommand,
    addSweepCommand,
    addDoctorCommand,
    addSchemeCommand,
    addPreviewCommand,
    addRehearseCommand,
    addReconcileCommand,
    addBackfillCommand,
    addRepairCommand,
    addAuditCommand,
    addUsersCommand,
    addBackupCommand,
    addRestoreCommand,
    addMigrateCommand,
    addEnvCommand,
  ])
    add(program);
  return program;
}
