import { formatKingdeeTime, SHANGHAI } from "@billferry/contracts";
import { holdBill, releaseBill, type HoldOutcome } from "@billferry/desk/hold-bill";
import type { Command } from "commander";

import { byOption, onRecord, personOf, type PersonOptions } from "../on-record.ts";
import { actOnEach, type ReportOptions } from "../report-each.ts";
import { schemeOption } from "../schemes.ts";
import { say } from "../say.ts";

interface HoldOptions extends ReportOptions, PersonOptions {
  readonly note: string;
}

const ACTS = { hold: holdBill, release: releaseBill } as const;
/** What was asked for is so. */
const DONE: ReadonlySet<HoldOutcome["kind"]> = new Set(["held", "released", "unchanged"]);

export function addHoldCommand(program: Command): void {
  add(
    program,
    "hold",
    say({
      zh: "搁置一张尚未送达的单据:放行之前不推送,重启、单据变更和重试都不会放行它",
      en: "hold a bill that is not delivered yet: not pushed until it is released, whatever restarts, changes or retries come",
    }),
  );
}

export function addReleaseCommand(program: Command): void {
  add(
    program,
    "release",
    say({
      zh: "放行被搁置的单据:按现在的方案和对照表重做并推送",
      en: "release a bill that is held back: made anew with the scheme and tables of now, and pushed",
    }),
  );
}

function add(program: Command, way: keyof typeof ACTS, description: string): void {
  program
    .command(way)
    .description(
      say({ zh: `${description}(没有做到时退出码为 1)`, en: `${description} (exit code 1 if it could not be done)` }),
    )
    .argument("<bill>", say({ zh: "单据编号", en: "bill number" }))
    .requiredOption(
      "--note <text>",
      say({ zh: "原因,会显示在单据和异常中", en: "why, shown with the bill and among the cases" }),
    )
    .option(...byOption())
    .option(...schemeOption())
    .option("--json", say({ zh: "输出一行 JSON", en: "print one line of JSON" }))
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
        ? say({ zh: `${billNo}:已搁置`, en: `${billNo}: held back` })
        : say({
            zh: `${billNo}:已搁置;${pushing.join("、")} 正在推送,拦不下来,结果见 billferry bill ${billNo}`,
            en: `${billNo}: held back; ${pushing.join(", ")} is being pushed and cannot be stopped, see billferry bill ${billNo}`,
          });
    }
    case "unchanged": {
      const { hold } = outcome;
      const who =
        hold === null
          ? ""
          : say({
              zh: `由 ${hold.by} 于 ${formatKingdeeTime(hold.atMs, SHANGHAI)} `,
              en: ` by ${hold.by} at ${formatKingdeeTime(hold.atMs, SHANGHAI)}`,
            });
      return say({
        zh: `${outcome.billNo}:此前已${who}搁置${hold === null ? "" : `(${hold.note})`}`,
        en: `${outcome.billNo}: was held back before${who}${hold === null ? "" : ` (${hold.note})`}`,
      });
    }
    case "released":
      return say({
        zh: `${outcome.billNo}:已放行,正在重做并推送`,
        en: `${outcome.billNo}: released, is made anew and pushed`,
      });
    case "not-held":
      return say({
        zh: `${outcome.billNo}:没有被搁置(可能已由他人放行)`,
        en: `${outcome.billNo}: was not held back (perhaps somebody else has released it)`,
      });
    case "nothing-left":
      return say({
        zh: `${outcome.billNo}:已全部送达,或没有要推送的,无从搁置`,
        en: `${outcome.billNo}: all is delivered, or there is nothing to push: nothing to hold`,
      });
    case "unknown":
      return say({ zh: `${number}:台账中没有该单据`, en: `${number}: the ledger has no such bill` });
  }
}
