import { readFileSync } from "node:fs";

import { Fault } from "@billferry/contracts";

import type { Environment } from "./core/settings.ts";

/** Resolves `NAME_FILE` variables (Docker and Kubernetes secrets) into `NAME`; a set `NAME` wins over its file. */
export function readSecretFiles(env: Environment): Environment {
  const resolved: Record<string, string | undefined> = { ...env };
  for (const [name, path] of Object.entries(env)) {
    const target = name.endsWith("_FILE") ? name.slice(0, -"_FILE".length) : "";
    if (!isOurs(target) || path === undefined || path === "" || resolved[target]) continue;
    try {
      resolved[target] = readFileSync(path, "utf8").replace(/\r?\n$/, "");
    } catch (cause) {
      throw new Fault("CONFIG_INVALID", `${name}:无法读取文件 ${JSON.stringify(path)}`, { cause });
    }
  }
  return resolved;
}

// Only our own settings: SSL_CERT_FILE, say, belongs to another program.
// A vendor's setting may bear the name of an account (`WDT_SHOP2_APPSECRET_FILE`).
function isOurs(target: string): boolean {
  return (
    target === "REDIS_URL" ||
    /^ALERT_(DINGTALK_|WECOM_|FEISHU_|WEBHOOK_|SMTP_|HEARTBEAT_|MAIL_)(URL|SECRET|FROM|TO)$/.test(target) ||
    /^KINGDEE_([A-Z0-9]+_)?(URL|ACCOUNT|USER|APP_ID|APP_SECRET|PASSWORD)$/.test(target) ||
    /^WDT_([A-Z0-9]+_)?(URL|SID|APPKEY|APPSECRET)$/.test(target)
  );
}
