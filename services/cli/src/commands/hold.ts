import { formatKingdeeTime, SHANGHAI } from "@billferry/contracts";
import { holdBill, releaseBill, type HoldOutcome } from "@billferry/desk/hold-bill";
import type { Command } from "commander";

import { BY_OPTION, onRecord, personOf, type PersonOptions } from "../on-record.ts";
import { actOnEach, type ReportOptions } from "../report-each.ts";
import { SCHEME_OPTION } from "../schemes.ts";

interface HoldOptions extends ReportOptions, PersonOptions {
  readonly note: string;
}

const ACTS = { hold: holdBill, release: releaseBill } as const;
/** What was asked for is so. */
const DONE: ReadonlySet<HoldOutcome["kind"]> = new Set(["held", "released", "unchanged"]);

export function addHoldCommand(program: Command): void {
  add(program, "hold", "搁置一张尚未送达的单据:放行之前不推送,重启、单据变更和重试都不会放行它");
}

export function addReleaseCommand(program: Command): void {
  add(program, "release", "放行被搁置的单据:按现在的方案和对照表重做并推送");
}

function add(program: Command, way: keyof typeof ACTS, description: string): void {
  program
    .command(way)
    .description(`${description}(没有做到时退出码为 1)`)
    .argument("<bill>", "单据编号")
    .requiredOption("--note <text>", "原因,会显示在单据和异常中")
    .option(...BY_OPTION)
    .option(...SCHEME_OPTION)
    .option("--json", "输出一行 JSON")
    .action(async (number: string, options: HoldOptions) =>
      actOnEach(options, {
        act: async (redis, _log, scheme) => {
          const request = { scheme, number, by: personOf(options), note: options.note };
          const subjects = [{ kind: "bill", id: number } as const];
          return onRecord(redis, { options, act: way, scheme, subjects, after: tell }, async () =>
            ACTS[way](redis, request),
          );
        },
        format: (outcomes) => outcomes.map((outcome) => describe(outcome, number)).join("\n"),
        isFinding: (outcomes) => outcomes.some(({ kind }) => !DONE.has(kind)),
      }),
    );
}

function tell(outcomes: readonly HoldOutcome[]) {
  return { outcomes: outcomes.map(({ kind }) => kind) };
}

function describe(outcome: HoldOutcome, number: string): string {
  switch (outcome.kind) {
    case "held": {
      const { billNo, pushing } = outcome;
      return pushing.length === 0
        ? `${billNo}:已搁置`
        : `${billNo}:已搁置;${pushing.join("、")} 正在推送,拦不下来,结果见 billferry bill ${billNo}`;
    }
    case "unchanged": {
      const { hold } = outcome;
      const who = hold === null ? "" : `由 ${hold.by} 于 ${formatKingdeeTime(hold.atMs, SHANGHAI)} `;
      return `${outcome.billNo}:此前已${who}搁置${hold === null ? "" : `(${hold.note})`}`;
    }
    case "released":
      return `${outcome.billNo}:已放行,正在重做并推送`;
    case "not-held":
      return `${outcome.billNo}:没有被搁置(可能已由他人放行)`;
    case "nothing-left":
      return `${outcome.billNo}:已全部送达,或没有要推送的,无从搁置`;
    case "unknown":
      return `${number}:台账中没有该单据`;
  }
}
