/** Loaded before the sandbox (`node --import`): made-up bills must never meet a real account. */
const REAL = ["KINGDEE_URL", "KINGDEE_URL_FILE", "WDT_URL", "WDT_URL_FILE"].filter((name) => process.env[name]);
if (REAL.length > 0) {
  const { sayIn, serviceLanguage } = await import("@billferry/contracts/language");
  const say = sayIn(serviceLanguage(process.env));
  const text = say({
    zh: `已设置 ${REAL.join("、")}:沙箱不与真实账号同时运行;请在没有这些变量的环境中启动沙箱`,
    en: `${REAL.join(", ")} set: the sandbox does not run beside a real account; start it where they are not set`,
  });
  process.stderr.write(`${text}\n`);
  process.exit(78);
}
