/** Loaded before the sandbox (`node --import`): made-up bills must never meet a real account. */
const REAL = ["KINGDEE_URL", "KINGDEE_URL_FILE", "WDT_URL", "WDT_URL_FILE"].filter((name) => process.env[name]);
if (REAL.length > 0) {
  process.stderr.write(
    `已设置 ${REAL.join("、")}:沙箱不与真实账号同时运行 (the sandbox does not run beside a real account)\n`,
  );
  process.exit(78);
}
