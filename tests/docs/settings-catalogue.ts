import { BOARD_SETTINGS } from "@billferry/board/settings";
import { CLERK_SETTINGS } from "@billferry/clerk/settings";
import { sameInBoth, type Told } from "@billferry/contracts";
import { inEnglish } from "@billferry/contracts/english";
import { EXTRACTOR_SETTINGS } from "@billferry/extractor/settings";
import { LOADER_SETTINGS } from "@billferry/loader/settings";
import { isSecretName, readSecretFiles } from "@billferry/settings";
import { SERVICE_SETTINGS } from "@billferry/runtime";
import { SANDBOX_SETTINGS } from "@billferry/sandbox/settings";
import { TRANSFORMER_SETTINGS } from "@billferry/transformer/settings";
import { WATCHER_SETTINGS } from "@billferry/watcher/settings";
import { z } from "zod";

/** One setting as a reader needs it, all of it read off its schema. */
export interface Setting {
  readonly name: string;
  readonly meaning: Told;
  /** What the text looks like: "整数 1–64", "时长", the allowed words. */
  readonly form: Told;
  /** As one would write it; empty where there is none. */
  readonly fallback: string;
  readonly isRequired: boolean;
  readonly isSecret: boolean;
  /** Whether `NAME_FILE` may name a file that holds it. */
  readonly hasFile: boolean;
  readonly readers: readonly string[];
}

export interface SettingGroup {
  readonly title: Told;
  readonly settings: readonly Setting[];
}

const SERVICES: Readonly<Record<string, z.ZodRawShape>> = {
  extractor: { ...SERVICE_SETTINGS, ...EXTRACTOR_SETTINGS },
  transformer: { ...SERVICE_SETTINGS, ...TRANSFORMER_SETTINGS },
  loader: { ...SERVICE_SETTINGS, ...LOADER_SETTINGS },
  clerk: { ...SERVICE_SETTINGS, ...CLERK_SETTINGS },
  board: { ...SERVICE_SETTINGS, ...BOARD_SETTINGS },
  watcher: { ...SERVICE_SETTINGS, ...WATCHER_SETTINGS },
  sandbox: SANDBOX_SETTINGS,
};

const GROUPS: readonly (readonly [Told, z.ZodRawShape])[] = [
  [{ zh: "各服务共用", en: "All services" }, SERVICE_SETTINGS],
  [{ zh: "金蝶与读取", en: "Kingdee and reading" }, EXTRACTOR_SETTINGS],
  [{ zh: "转换", en: "Transforming" }, TRANSFORMER_SETTINGS],
  [{ zh: "旺店通与推送", en: "Wangdiantong and pushing" }, LOADER_SETTINGS],
  [{ zh: "看板", en: "The board" }, BOARD_SETTINGS],
  [{ zh: "告警", en: "Alerts" }, WATCHER_SETTINGS],
  [{ zh: "沙箱(仅试用)", en: "The sandbox (for trials only)" }, SANDBOX_SETTINGS],
];

/** Of a setting whose text has no form of its own. */
export const ANY_TEXT: Told = { zh: "文本", en: "text" };

/** Every setting of every service, each once, in the group that comes first. */
export function listSettings(): readonly SettingGroup[] {
  const seen = new Set<string>();
  return GROUPS.map(([title, shape]) => ({
    title,
    settings: Object.entries(shape)
      .filter(([name]) => !seen.has(name) && seen.add(name))
      .map(([name, schema]) => readSetting(name, schema)),
  }));
}

function readSetting(name: string, schema: z.core.$ZodType): Setting {
  const about = z.globalRegistry.get(schema);
  if (about?.description === undefined) throw new Error(`${name} has no description`);
  const inner = schema instanceof z.ZodDefault || schema instanceof z.ZodOptional ? schema.unwrap() : schema;
  return {
    name,
    meaning: inBoth(about["meaning"] ?? about.description),
    form: describeForm(inner),
    fallback: schema instanceof z.ZodDefault ? printDefault(schema.def.defaultValue, inner) : "",
    isRequired: inner === schema,
    isSecret: isSecretName(name),
    hasFile: readSecretFiles({ [`${name}_FILE`]: import.meta.filename })[name] !== undefined,
    readers: Object.keys(SERVICES).filter((service) => name in (SERVICES[service] ?? {})),
  };
}

function describeForm(schema: z.core.$ZodType): Told {
  const form = z.globalRegistry.get(schema)?.["form"];
  if (form !== undefined) return inBoth(form);
  if (schema instanceof z.ZodEnum) return sameInBoth(schema.options.join(" / "));
  return schema instanceof z.ZodNumber ? { zh: "整数", en: "whole number" } : ANY_TEXT;
}

/** What has no English beside it has it in the catalogue of phrases. */
function inBoth(text: unknown): Told {
  if (typeof text === "object" && text !== null && "zh" in text && "en" in text)
    return { zh: String(text.zh), en: String(text.en) };
  return { zh: String(text), en: inEnglish(String(text)) };
}

function printDefault(value: unknown, schema: z.core.$ZodType): string {
  if (z.globalRegistry.get(schema)?.["unit"] !== "ms") return String(value);
  const ms = Number(value);
  return ms % 60_000 === 0 ? `${ms / 60_000}m` : `${ms / 1_000}s`;
}
