import type { Told } from "@billferry/contracts";
import { z } from "zod";

const whole = z.coerce.number().int();
const count = (fallback: number) => whole.nonnegative().default(fallback);

const names = z.string().transform((text) =>
  text
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean),
);

/** What a setting does, for the page of settings. */
const about = (meaning: Told): { readonly description: string; readonly meaning: Told } => ({
  description: meaning.zh,
  meaning,
});

/** Settings of the sandbox; `docs/configuration.md` is generated from them. */
export const SANDBOX_SETTINGS = {
  SANDBOX_HOST: z
    .string()
    .default("127.0.0.1")
    .meta(
      about({
        zh: "沙箱监听地址",
        en: "address of the sandbox",
      }),
    ),
  SANDBOX_PORT: whole
    .min(0)
    .max(65_535)
    .default(3100)
    .meta(
      about({
        zh: "沙箱端口;0 表示任选空闲端口",
        en: "port of the sandbox; 0 for any that is free",
      }),
    ),
  SANDBOX_DATA: z
    .string()
    .default("")
    .meta(
      about({
        zh: "存放沙箱单据与订单账的文件夹;不设则只在内存中",
        en: "folder of the sandbox's bills and its books of orders; in memory only where it is not set",
      }),
    ),
  SANDBOX_FORMS: names.default(["SAL_OUTSTOCK"]).meta(
    about({
      zh: "沙箱金蝶中有单据的表单,以逗号分隔;`all` 表示全部",
      en: "forms that have bills in the sandbox's Kingdee, separated by commas; `all` for every one",
    }),
  ),
  SANDBOX_FORM_DIR: z
    .string()
    .default("")
    .meta(
      about({
        zh: "存放另外的沙箱表单(*.yaml)的文件夹;同名者取代随附的",
        en: "folder of further forms of the sandbox (*.yaml); one of the same name takes the place of the shipped one",
      }),
    ),
  SANDBOX_ACCOUNTS: names
    .refine((all) => all.includes("main") && all.every((name) => /^[a-z][a-z0-9]*$/.test(name)), {
      error: "expected main and further names of lower-case letters and digits",
    })
    .default(["main"])
    .meta(
      about({
        zh: "沙箱中的账号,以逗号分隔;`main` 以外的账号在 `/账号名/` 之下,各有自己的单据、订单与配额",
        en: "accounts of the sandbox, separated by commas; all but `main` stand below `/account/`, each with its own bills, orders and quota",
      }),
    ),
  SANDBOX_BILLS: count(200).meta(
    about({
      zh: "首次启动时每个表单生成的已审核、可传输的单据数",
      en: "approved bills to be moved that each form gets at the first start",
    }),
  ),
  SANDBOX_SEED: whole.default(1).meta(
    about({
      zh: "生成数据的种子;种子相同,数据相同",
      en: "seed of what is made; the same seed makes the same data",
    }),
  ),
  SANDBOX_CALLS_PER_MINUTE: whole
    .positive()
    .default(60)
    .meta(
      about({
        zh: "沙箱旺店通任意一分钟内接受的调用次数",
        en: "calls that the sandbox's Wangdiantong takes in any minute",
      }),
    ),
  SANDBOX_WDT_ACCEPT_ALL: z
    .enum(["0", "1"])
    .default("0")
    .meta(
      about({
        zh: "1 = 沙箱旺店通接受任何编码(货品、仓库、物流、原因、货位、批次),用于以真实编码演练;格式与长度照样检查",
        en: "1 = the sandbox's Wangdiantong takes any code (goods, warehouse, carrier, reason, position, batch), for a rehearsal with real ones; forms and lengths are checked all the same",
      }),
    ),
  SANDBOX_REUSED_NUMBERS: whole
    .nonnegative()
    .optional()
    .meta(
      about({
        zh: "每个表单中多少张单据会在启动 10 秒后陆续删除,并以同一单号重建;不设则约为 1%(100 张以上时)",
        en: "bills of each form that are deleted one after another from 10 seconds after the start on, and made again under the same number; about 1% where it is not set (with 100 bills or more)",
      }),
    ),
  SANDBOX_UNKNOWN_SKUS: count(0).meta(
    about({
      zh: "每个表单中多少张单据含有旺店通中不存在的商家编码",
      en: "bills of each form with a SKU code that Wangdiantong does not know",
    }),
  ),
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
