import { z } from "zod";

const whole = z.coerce.number().int();
const count = (fallback: number) => whole.nonnegative().default(fallback);

const names = z.string().transform((text) =>
  text
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean),
);

/** Settings of the sandbox; `docs/configuration.md` is generated from them. */
export const SANDBOX_SETTINGS = {
  SANDBOX_HOST: z.string().default("127.0.0.1").describe("沙箱监听地址"),
  SANDBOX_PORT: whole.min(0).max(65_535).default(3100).describe("沙箱端口;0 表示任选空闲端口"),
  SANDBOX_DATA: z.string().default("").describe("存放沙箱单据与订单账的文件夹;不设则只在内存中"),
  SANDBOX_FORMS: names.default(["SAL_OUTSTOCK"]).describe("沙箱金蝶中有单据的表单,以逗号分隔;`all` 表示全部"),
  SANDBOX_FORM_DIR: z.string().default("").describe("存放另外的沙箱表单(*.yaml)的文件夹;同名者取代随附的"),
  SANDBOX_ACCOUNTS: names
    .refine((all) => all.includes("main") && all.every((name) => /^[a-z][a-z0-9]*$/.test(name)), {
      error: "expected main and further names of lower-case letters and digits",
    })
    .default(["main"])
    .describe("沙箱中的账号,以逗号分隔;`main` 以外的账号在 `/账号名/` 之下,各有自己的单据、订单与配额"),
  SANDBOX_BILLS: count(200).describe("首次启动时每个表单生成的已审核、可传输的单据数"),
  SANDBOX_SEED: whole.default(1).describe("生成数据的种子;种子相同,数据相同"),
  SANDBOX_CALLS_PER_MINUTE: whole.positive().default(60).describe("沙箱旺店通任意一分钟内接受的调用次数"),
  SANDBOX_WDT_ACCEPT_ALL: z
    .enum(["0", "1"])
    .default("0")
    .describe("1 = 沙箱旺店通接受任何编码(货品、仓库、物流、原因、货位、批次),用于以真实编码演练;格式与长度照样检查"),
  SANDBOX_REUSED_NUMBERS: whole
    .nonnegative()
    .optional()
    .describe("每个表单中多少张单据会在启动 10 秒后陆续删除,并以同一单号重建;不设则约为 1%(100 张以上时)"),
  SANDBOX_UNKNOWN_SKUS: count(0).describe("每个表单中多少张单据含有旺店通中不存在的商家编码"),
};

const environment = z.object(SANDBOX_SETTINGS);

export type SandboxConfig = z.infer<typeof environment>;

/** Reads the environment; throws one error that names every problem. An empty value counts as not given. */
export function loadSandboxConfig(env: Readonly<Record<string, string | undefined>>): SandboxConfig {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = environment.safeParse(given);
  if (parsed.success) return Object.freeze(parsed.data);
  const problems = parsed.error.issues.map((issue) => {
    const name = issue.path.join(".");
    return `${name}: ${issue.message}, got ${JSON.stringify(given[name])}`;
  });
  throw new Error(`The settings of the sandbox are wrong:\n${problems.join("\n")}`);
}
