import type { z } from "zod";

import { parseSettings, type Environment } from "./settings.ts";

/** The account whose settings bear the plain names (`KINGDEE_URL`, `WDT_SID`). */
export const MAIN_ACCOUNT = "main";

/**
 * The name under which an account's setting stands in the environment: `KINGDEE_URL` is `KINGDEE_SHOP2_URL` for the
 * account "shop2". Nothing is shared between accounts, so that no order can go out by another's credentials.
 */
export function accountSettingName(name: string, account: string): string {
  if (account === MAIN_ACCOUNT) return name;
  const [vendor = "", ...rest] = name.split("_");
  return [vendor, account.toUpperCase(), ...rest].join("_");
}

/** The settings of one account; a Fault `CONFIG_INVALID` lists every problem under the names as they are set. */
export function readAccount<Shape extends z.ZodRawShape>(
  shape: Shape,
  { env, account }: { readonly env: Environment; readonly account: string },
  /** What is wrong across the account's settings. */
  findProblems: (own: Environment, nameOf: (name: string) => string) => readonly string[] = () => [],
): Readonly<z.infer<z.ZodObject<Shape>>> {
  const nameOf = (name: string): string => accountSettingName(name, account);
  const own = Object.fromEntries(Object.keys(shape).map((name) => [name, env[nameOf(name)]]));
  return parseSettings(shape, own, { problems: findProblems(own, nameOf), nameOf });
}
