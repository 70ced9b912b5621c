import { runDoctor, type DoctorReport } from "@billferry/doctor";
import { listSchemes } from "@billferry/scheme";
import type { Command } from "commander";

import { CommandEnd, EXIT } from "../command-end.ts";
import { doctorExitCode, formatDoctorReport } from "../core/doctor-report.ts";
import { tellEnvProblems } from "../env-file-hint.ts";
import { openProgressLine } from "../progress-line.ts";
import { toCount } from "../read-count.ts";
import { askEach, chosenSchemes, printEach, schemeOption, schemePlace, type SchemeChoice } from "../schemes.ts";
import { untilInterrupted } from "../until-interrupted.ts";
import { withFoundRedis } from "../with-redis.ts";
import { say, spokenLanguage } from "../say.ts";

interface DoctorCommandOptions extends SchemeChoice {
  readonly all?: boolean;
  readonly json?: boolean;
  readonly skus: string;
}

const MOST_SKUS = 20;

export function addDoctorCommand(program: Command): void {
  program
    .command("doctor")
    .description(
      say({
        zh: "体检:方案、Redis、金蝶、旺店通逐项检查,给出处理办法(只读;有问题时退出码为 1,有一方连不上时为 3)",
        en: "check-up: scheme, Redis, Kingdee and Wangdiantong one by one, each with its remedy (reads only; exit code 1 on trouble, 3 if one side cannot be reached)",
      }),
    )
    .option(...schemeOption())
    .option("--all", say({ zh: "SCHEME_DIR 中的全部方案", en: "all schemes in SCHEME_DIR" }))
    .option(
      "--skus <n>",
      say({
        zh: `抽查多少个近期单据的商家编码,最多 ${MOST_SKUS} 个,每个一次调用`,
        en: `how many SKUs of recent bills to look up, ${MOST_SKUS} at most, one call each`,
      }),
      "5",
    )
    .option("--json", say({ zh: "输出一行 JSON", en: "print one line of JSON" }))
    .action(async (options: DoctorCommandOptions) => {
      if (options.all && options.scheme !== undefined)
        throw new CommandEnd(
          EXIT.usage,
          say({ zh: "--scheme 与 --all 只能选一个", en: "choose either --scheme or --all" }),
        );
      const skus = toCount("--skus", options.skus);
      if (skus > MOST_SKUS)
        throw new CommandEnd(EXIT.usage, say({ zh: `--skus:最多 ${MOST_SKUS}`, en: `--skus: ${MOST_SKUS} at most` }));
      tellEnvProblems();
      const reports = await examine(options, skus);
      process.stdout.write(
        `${printEach(reports, options.json, ({ checks }) => formatDoctorReport(checks, spokenLanguage()))}\n`,
      );
      process.exitCode = doctorExitCode([...reports.values()]);
    });
}

async function examine(options: DoctorCommandOptions, skus: number): Promise<ReadonlyMap<string, DoctorReport>> {
  const progress = openProgressLine(process.stderr);
  const work = untilInterrupted(async (signal) =>
    withFoundRedis(async (found, log, env) => {
      const folder = schemePlace(env);
      const names = options.all ? listSchemes(folder, "all") : chosenSchemes(options, env);
      const redis =
        "redis" in found
          ? ({ kind: "known", value: found.redis } as const)
          : ({ kind: "failed", failure: { code: "REDIS_UNUSABLE", message: found.reason } } as const);
      return askEach(names, async (scheme) => {
        if (signal.aborted) throw new CommandEnd(EXIT.interrupted, "");
        return runDoctor({ env, folder, scheme, redis, log, signal, skus, onProgress: progress.tell });
      });
    }),
  );
  return work.finally(progress.close);
}
