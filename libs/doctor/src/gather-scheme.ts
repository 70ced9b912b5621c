import { parseKingdeeTime, SHANGHAI } from "@billferry/contracts";
import { duration, parseSettings, wholeNumber, type Environment } from "@billferry/settings";
import { formatFinding, type Scheme, type SchemeFinding } from "@billferry/scheme";
import { z } from "zod";

import type { SchemeFacts } from "./core/diagnose-scheme.ts";
import type { Known } from "./core/diagnose.ts";
import { attempt } from "./attempt.ts";

const DAY_MS = 86_400_000;

/** The extractor's own settings and defaults, of which two have to fit each other. */
const KEEPING = {
  LEDGER_DAYS: wholeNumber(1, 3_650).default(180),
  SWEEP_DEPTH: duration("SWEEP_DEPTH").default(DAY_MS),
  NIGHTLY_SWEEP_DEPTH: duration("NIGHTLY_SWEEP_DEPTH").default(30 * DAY_MS),
};

const START = {
  START_FROM: z
    .string()
    .refine((text) => parseKingdeeTime(text, SHANGHAI) !== undefined, {
      error: "应为金蝶时间,例如 2026-11-01 00:00:00",
    })
    .optional(),
};

export async function gatherScheme(
  env: Environment,
  scheme: Known<Scheme>,
  check: () => readonly SchemeFinding[],
): Promise<SchemeFacts> {
  return {
    loaded: scheme.kind === "known" ? { kind: "known", value: describe(scheme.value) } : scheme,
    findings: scheme.kind === "known" ? check().flatMap(toLine) : [],
    startFrom: await attempt(() => parseSettings(START, { START_FROM: env["START_FROM"] }).START_FROM),
    keeping: await attempt(() => {
      const given = Object.fromEntries(Object.keys(KEEPING).map((name) => [name, env[name]]));
      const { LEDGER_DAYS, SWEEP_DEPTH, NIGHTLY_SWEEP_DEPTH } = parseSettings(KEEPING, given);
      return { ledgerMs: LEDGER_DAYS * DAY_MS, sweepMs: Math.max(SWEEP_DEPTH, NIGHTLY_SWEEP_DEPTH) };
    }),
  };
}

/** A hint asks for nothing. */
function toLine(finding: SchemeFinding): SchemeFacts["findings"] {
  const { severity } = finding;
  return severity === "hint" ? [] : [{ severity, line: formatFinding(finding) }];
}

function describe({ definition, version }: Scheme): { readonly title: string; readonly version: string } {
  return { title: definition.title ?? definition.name, version };
}
