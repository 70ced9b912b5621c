import { TARGET_NAMES, type TargetName } from "@billferry/contracts";

import { askLine, canAsk } from "../ask-line.ts";
import { CommandEnd, EXIT } from "../command-end.ts";
import { knownSchemes } from "../schemes.ts";
import { say } from "../say.ts";

/** What is to be drafted. */
interface DraftAnswers {
  readonly form: string;
  readonly target: TargetName;
  readonly name: string;
}

/** What the options do not say is asked for, where somebody is there to answer. */
export async function askDraft(
  options: Readonly<Partial<Record<"form" | "target" | "name", string>>>,
): Promise<DraftAnswers> {
  const form =
    options.form ??
    (await need("--form", say({ zh: "金蝶表单 Id(例如 STK_InStock)", en: "Id of a Kingdee form (e.g. STK_InStock)" })));
  const target = readTarget(
    options.target ??
      (await need(
        "--target",
        say({
          zh: `旺店通接口(${TARGET_NAMES.join(" 或 ")})`,
          en: `Wangdiantong interface (${TARGET_NAMES.join(" or ")})`,
        }),
      )),
  );
  const name =
    options.name ??
    (await need(
      "--name",
      say({ zh: "方案名(例如 purchase-receipt)", en: "name of the scheme (e.g. purchase-receipt)" }),
    ));
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(name))
    throw new CommandEnd(
      EXIT.usage,
      say({
        zh: `--name:只能用小写字母、数字和连字符,至多 40 个,实际为 ${JSON.stringify(name)}`,
        en: `--name: only small letters, digits and hyphens, 40 at most, but is ${JSON.stringify(name)}`,
      }),
    );
  if (knownSchemes(process.env).includes(name))
    throw new CommandEnd(
      EXIT.usage,
      say({
        zh: `方案 ${name} 已存在,没有改动 → 换一个 --name,或直接修改它的文件`,
        en: `the scheme ${name} exists, nothing was changed → choose another --name, or edit its file`,
      }),
    );
  return { form, target, name };
}

function readTarget(text: string): TargetName {
  const found = TARGET_NAMES.find((target) => target === text);
  if (found === undefined)
    throw new CommandEnd(
      EXIT.usage,
      say({
        zh: `没有接口 ${text},应为 ${TARGET_NAMES.join(" 或 ")}`,
        en: `there is no interface ${text}, it should be ${TARGET_NAMES.join(" or ")}`,
      }),
    );
  return found;
}

async function need(option: string, what: string): Promise<string> {
  if (!canAsk())
    throw new CommandEnd(EXIT.usage, say({ zh: `缺少 ${option}:${what}`, en: `${option} is missing: ${what}` }));
  const answer = await askLine(`${what}:`);
  if (answer === "")
    throw new CommandEnd(EXIT.usage, say({ zh: `缺少 ${option}:${what}`, en: `${option} is missing: ${what}` }));
  return answer;
}
