import { readFileSync } from "node:fs";

import { Fault } from "@billferry/contracts";

import { hasSecretFile } from "./core/secret-names.ts";
import type { Environment } from "./core/settings.ts";

/** Resolves `NAME_FILE` variables (Docker and Kubernetes secrets) into `NAME`; a set `NAME` wins over its file. */
export function readSecretFiles(env: Environment): Environment {
  const resolved: Record<string, string | undefined> = { ...env };
  for (const [name, path] of Object.entries(env)) {
    const target = name.endsWith("_FILE") ? name.slice(0, -"_FILE".length) : "";
    if (!hasSecretFile(target) || path === undefined || path === "" || resolved[target]) continue;
    try {
      resolved[target] = readFileSync(path, "utf8").replace(/\r?\n$/, "");
    } catch (cause) {
      throw new Fault("CONFIG_INVALID", `${name}:无法读取文件 ${JSON.stringify(path)}`, { cause });
    }
  }
  return resolved;
}
