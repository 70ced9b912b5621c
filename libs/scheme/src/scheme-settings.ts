import { readdirSync } from "node:fs";

import { Fault, SHIPPED_SCHEME } from "@billferry/contracts";
import { z } from "zod";

import { formatFinding, readSchemes } from "./check-schemes.ts";
import type { Scheme } from "./core/scheme.ts";
import { folderOf, placeOf, type SchemePlace } from "./tables/kept-tables.ts";

/** Which schemes run; the same for every service. */
export const SCHEME_SETTINGS = {
  SCHEME_DIR: z.string().default("schemes").describe("集成方案所在目录"),
  TABLES_DIR: z
    .string()
    .default(".data/tables")
    .describe("控制台接管对照表之后,对照表及其各版本所在目录;接管之前为空,以 SCHEME_DIR 中的文件为准"),
  SCHEMES: z
    .string()
    .regex(/^(all|[a-z0-9][a-z0-9-]*(\s*,\s*[a-z0-9][a-z0-9-]*)*)$/, "应为方案名(以逗号分隔)或 all")
    .default(SHIPPED_SCHEME)
    .describe("运行哪些集成方案:方案名,以逗号分隔;all 表示 SCHEME_DIR 中的全部"),
};

/** The names that `SCHEMES` stands for, in order; a Fault `SCHEME_INVALID` where the folder cannot be read. */
export function listSchemes(place: SchemePlace, wanted: string): readonly string[] {
  if (wanted.trim() !== "all") return [...new Set(wanted.split(",").map((name) => name.trim()))];
  const folder = folderOf(place);
  try {
    const names = readdirSync(folder).flatMap((file) => /^([a-z0-9][a-z0-9-]*)\.yaml$/.exec(file)?.[1] ?? []);
    if (names.length > 0) return names.toSorted();
  } catch (cause) {
    throw new Fault("SCHEME_INVALID", `无法读取目录 ${folder},请核对 SCHEME_DIR`, { cause });
  }
  throw new Fault("SCHEME_INVALID", `${folder} 中没有集成方案(*.yaml),请核对 SCHEME_DIR`);
}

/** All schemes that run; a Fault `SCHEME_INVALID` lists what keeps one from loading or would lose or double bills. */
export function loadSchemes(settings: {
  readonly SCHEME_DIR: string;
  readonly TABLES_DIR: string;
  readonly SCHEMES: string;
}): readonly Scheme[] {
  const names = listSchemes(settings.SCHEME_DIR, settings.SCHEMES);
  const { schemes, findings } = readSchemes(placeOf(settings), names);
  const errors = [...findings.values()].flat().filter(({ severity }) => severity === "error");
  if (errors.length > 0)
    throw new Fault("SCHEME_INVALID", errors.map((each) => `\n  - ${formatFinding(each)}`).join(""));
  return schemes;
}
