import { constants } from "node:fs";
import { access } from "node:fs/promises";

import { execa } from "execa";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
// Without one of these a Chinese page shows empty boxes; the second is small and in every Debian.
const PACKAGES = { browser: "chromium", font: "fonts-wqy-zenhei" };
const APT = ["-qq", "-o", "Acquire::Retries=2", "-o", "DPkg::Lock::Timeout=300"];
const INSTALL_LIMIT_MS = 900_000;

/** The program of `CHROMIUM_PATH`, else Debian's own place; undefined where there is none. */
export async function findChromium(): Promise<string | undefined> {
  const given = process.env["CHROMIUM_PATH"];
  for (const place of given ? [given] : PLACES) if (await isExecutable(place)) return place;
  return undefined;
}

/** Whether this machine can draw Chinese characters. */
async function hasChineseFont(): Promise<boolean> {
  const { stdout, failed } = await execa("fc-list", [":lang=zh-cn", "family"], { reject: false });
  return !failed && stdout.trim() !== "";
}

/**
 * Finds a Chromium and a Chinese font, or installs Debian's packages where this process is root. Throws an error whose
 * message says what to install where it is not.
 */
export async function ensureChromium(onStep: (line: string) => void): Promise<string> {
  const found = await findChromium();
  const missing = [
    ...(found === undefined ? [PACKAGES.browser] : []),
    ...((await hasChineseFont()) ? [] : [PACKAGES.font, "fontconfig"]),
  ];
  if (missing.length === 0 && found !== undefined) return found;
  const advice = `apt-get install ${missing.join(" ")},或以 CHROMIUM_PATH 指定 Chromium`;
  if (process.getuid?.() !== 0) throw new Error(`缺少 ${missing.join("、")} → ${advice}`);
  onStep(`正在用 apt 安装 ${missing.join("、")}`);
  await apt(["update"], advice);
  await apt(["install", "-y", "--no-install-recommends", ...missing], advice);
  const installed = await findChromium();
  if (installed === undefined) throw new Error(`安装之后仍未找到 Chromium → ${advice}`);
  return installed;
}

async function apt(args: readonly string[], advice: string): Promise<void> {
  const { failed, stderr } = await execa("apt-get", [...APT, ...args], {
    env: { DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" },
    reject: false,
    stdin: "ignore",
    timeout: INSTALL_LIMIT_MS,
  });
  if (failed) throw new Error(`apt-get ${args[0]} 未成功(${stderr.split("\n").slice(-2).join(" ")}) → ${advice}`);
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
