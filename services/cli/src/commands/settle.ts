import type { Facts } from "@billferry/audit";
import { formatKingdeeTime, linesOf, quantityOf, SHANGHAI } from "@billferry/contracts";
import {
  readCaseStandings,
  schemesOfCase,
  settleCase,
  type CorrectionKind,
  type Decision,
  type SettleOutcome,
} from "@billferry/desk";
import type { RedisConnection } from "@billferry/redis";
import { Option, type Command } from "commander";

import { CommandEnd, EXIT } from "../command-end.ts";
import { byOption, onRecord, personOf } from "../on-record.ts";
import type { ReportOptions } from "../report-each.ts";
import { chosenSchemes, schemeOption } from "../schemes.ts";
import { untilInterrupted } from "../until-interrupted.ts";
import { withRedis } from "../with-redis.ts";
import { findWangdiantong } from "../with-vendors.ts";
import { say } from "../say.ts";

interface SettleOptions extends ReportOptions {
  readonly accept?: boolean;
  readonly correct?: CorrectionKind;
  readonly ownKey?: boolean;
  readonly note: string;
  readonly by?: string;
  readonly dryRun?: boolean;
  readonly oldOrderIsCancelled?: boolean;
}

const CORRECT_HELP = {
  zh: "推送更正单:difference 补推差额,replacement 原单已取消、整单重推",
  en: "push a correction: difference adds what lacks, replacement pushes all anew where the old order is cancelled",
};

export function addSettleCommand(program: Command): void {
  program
    .command("settle")
    .description(
      say({
        zh: "为一项异常结案:接受现状,或推送更正单(未能结案时退出码为 1)",
        en: "end a case: accept it as it is, or push a correction (exit code 1 if it could not be ended)",
      }),
    )
    .argument(
      "<case>",
      say({
        zh: "异常编号,例如 order:XSCKD000123-CK001(见 billferry cases)",
        en: "the case, e.g. order:XSCKD000123-CK001 (see billferry cases)",
      }),
    )
    .requiredOption("--note <text>", say({ zh: "说明,会记入历史", en: "why, kept in the history" }))
    .option(
      "--accept",
      say({
        zh: "接受现状;内容再变时会重新成为异常",
        en: "accept it as it is; when the content changes again it becomes a case again",
      }),
    )
    .addOption(new Option("--correct <kind>", say(CORRECT_HELP)).choices(["difference", "replacement"]))
    .option(
      "--own-key",
      say({
        zh: "外部单号已被另一张单据占用时:为本单据另编外部单号(加上其内码)并推送",
        en: "where another bill has the key: give this bill keys of its own (with its id) and push",
      }),
    )
    .option(
      "--old-order-is-cancelled",
      say({
        zh: "无法查询旺店通时,由操作人确认原单已取消(仅 replacement)",
        en: "where Wangdiantong cannot be asked: a person says that the old order is cancelled (replacement only)",
      }),
    )
    .option(...byOption())
    .option("--dry-run", say({ zh: "只显示将推送的更正单", en: "only show the correction that would be pushed" }))
    .option(...schemeOption())
    .option("--json", say({ zh: "输出一行 JSON", en: "print one line of JSON" }))
    .action(async (caseId: string, options: SettleOptions) => {
      const decision = toDecision(options);
      const outcome = await untilInterrupted(async (signal) =>
        withRedis(async (redis, log, env) => {
          const scheme = await findScheme(redis, chosenSchemes(options, env), caseId);
          const { note } = options;
          const by = personOf(options);
          const isLocal = decision.kind === "accept" || decision.kind === "own-key";
          const wangdiantong = isLocal ? undefined : findWangdiantong(redis, env, scheme);
          const work = async () => settleCase(redis, log, { scheme, caseId, decision, by, note, wangdiantong, signal });
          if (options.dryRun) return work();
          const about = await aboutCase(redis, scheme, caseId);
          const act = decision.kind === "accept" || decision.kind === "own-key" ? decision.kind : "correct";
          return onRecord(redis, { options, act, scheme, ...about, after: tellOutcome }, work);
        }),
      );
      process.stdout.write(`${options.json ? JSON.stringify(outcome) : describe(caseId, outcome)}\n`);
      const isSettled = ["accepted", "own-key", "corrected", "planned"].includes(outcome.kind);
      process.exitCode = isSettled ? EXIT.good : EXIT.found;
    });
}

/** Whose it is, and how it stands. */
async function aboutCase(redis: RedisConnection, scheme: string, caseId: string) {
  const { billNos, standings } = await readCaseStandings(redis, scheme, [caseId]);
  const bills = billNos.map((id) => ({ kind: "bill", id }) as const);
  const { billNo: _billNo, ...before } = standings[caseId] ?? { billNo: null };
  return { subjects: [...bills, { kind: "case", id: caseId } as const], before };
}

function tellOutcome(outcome: SettleOutcome): Facts {
  const order = "job" in outcome ? { order: outcome.job.order.outer_no } : {};
  const reasons = "reasons" in outcome ? { reasons: outcome.reasons } : {};
  return { outcome: outcome.kind, ...order, ...reasons };
}

/** The scheme that has this case; where none has it any more, whichever may tell what became of it. */
async function findScheme(redis: RedisConnection, schemes: readonly string[], caseId: string): Promise<string> {
  const [found = schemes[0] ?? "", ...others] = await schemesOfCase(redis, schemes, caseId);
  if (others.length > 0)
    throw new CommandEnd(
      EXIT.usage,
      say({
        zh: `几个方案都有 ${caseId}(${[found, ...others].join("、")}),请以 --scheme 指定一个`,
        en: `several schemes have ${caseId} (${[found, ...others].join(", ")}): choose one with --scheme`,
      }),
    );
  return found;
}

function toDecision({ accept, correct, ownKey, dryRun, oldOrderIsCancelled }: SettleOptions): Decision {
  const chosen = [accept === true, ownKey === true, correct !== undefined].filter(Boolean).length;
  if (chosen === 1 && dryRun !== true && accept === true) return { kind: "accept" };
  if (chosen === 1 && dryRun !== true && ownKey === true) return { kind: "own-key" };
  if (chosen === 1 && correct !== undefined)
    return { kind: correct, isDryRun: dryRun ?? false, isOldCancelled: oldOrderIsCancelled ?? false };
  throw new CommandEnd(
    EXIT.usage,
    say({
      zh: "请指定 --accept、--correct 或 --own-key 之一(--dry-run 仅用于 --correct)",
      en: "name one of --accept, --correct and --own-key (--dry-run goes with --correct only)",
    }),
  );
}

function describe(caseId: string, outcome: SettleOutcome): string {
  switch (outcome.kind) {
    case "accepted":
      return say({ zh: `${caseId}:已接受并结案`, en: `${caseId}: accepted and ended` });
    case "own-key":
      return say({
        zh: `${caseId}:将以带内码的外部单号重新转换并推送;完成后自动结案`,
        en: `${caseId}: is turned and pushed anew under keys with the bill's id; ends by itself when that is done`,
      });
    case "planned":
    case "corrected": {
      const { order, target } = outcome.job;
      const verb =
        outcome.kind === "planned"
          ? say({ zh: "将推送更正单", en: "correction to be pushed:" })
          : say({ zh: "已结案,更正单已交付推送", en: "ended, the correction is on its way:" });
      const lines = linesOf(target, order).map((line) => `  ${line.spec_no} × ${quantityOf(target, line)}`);
      return [
        say({
          zh: `${caseId}:${verb} ${order.outer_no}(仓库 ${order.warehouse_no})`,
          en: `${caseId}: ${verb} ${order.outer_no} (warehouse ${order.warehouse_no})`,
        }),
        ...lines,
      ].join("\n");
    }
    case "not-a-case":
      if (outcome.settled !== undefined) {
        const { by, note, atMs } = outcome.settled;
        return say({
          zh: `${caseId}:已由 ${by} 于 ${formatKingdeeTime(atMs, SHANGHAI)} 结案(${note})`,
          en: `${caseId}: ended by ${by} at ${formatKingdeeTime(atMs, SHANGHAI)} (${note})`,
        });
      }
      return say({
        zh: `${caseId}:现在不是异常(可能已结案,或内容又有变化);用 billferry cases 查看`,
        en: `${caseId}: is no case now (ended, or its content changed again); see billferry cases`,
      });
    case "changed":
      return say({
        zh: `${caseId}:内容又有变化,没有结案;用 billferry cases 查看`,
        en: `${caseId}: its content changed again, it was not ended; see billferry cases`,
      });
    case "busy":
      return say({
        zh: `${caseId}:另一位操作人正在处理,请稍后查看`,
        en: `${caseId}: somebody else is at it, look again later`,
      });
    case "refused":
      return [
        say({ zh: `${caseId}:不能这样结案`, en: `${caseId}: cannot be ended like this` }),
        ...outcome.reasons.map((reason) => `  - ${reason}`),
      ].join("\n");
  }
}
