import {
  ErrandRefused,
  isDraftSound,
  isFault,
  type DraftResult,
  type DraftView,
  type Errand,
  type FieldsResult,
} from "@billferry/contracts";
import { describeDraft, tryScheme } from "@billferry/desk";
import type { ErrandWork } from "@billferry/errands";
import { loadScheme, readDraft } from "@billferry/scheme";
import { openKingdee, openKingdeeAccount } from "@billferry/vendor-access";

import type { Office } from "./office.ts";
import { ONE_OF_MANY, toShownBill } from "./shown-bill.ts";

const MOST_BILLS = 10;
const MOST_EXAMPLES = 3;

/** What a form has, as `billferry scheme fields` tells it. */
export async function performListFields(
  { env, folder }: Office,
  { scheme, form }: Pick<Extract<Errand, { readonly kind: "list-fields" }>, "scheme" | "form">,
  { signal }: Pick<ErrandWork, "signal">,
): Promise<FieldsResult> {
  const { accounts } = loadScheme(folder, scheme).definition;
  const client = openKingdeeAccount(env, accounts.kingdee);
  await client.signIn(signal);
  try {
    const { title, fields } = await client.queryBusinessInfo(form, signal);
    return {
      form,
      title: title === "" ? form : title,
      accounts,
      fields: fields.map(({ key, label, type, entity }) => ({ key, label, type, entity })),
    };
  } catch (error) {
    throw isFault(error) && error.recovery !== "retry" ? toRefusal(form, error) : error;
  }
}

/** A form's number is typed by hand, and not every user of the integration may ask what a form has. */
function toRefusal(form: string, { code, message }: { readonly code: string; readonly message: string }) {
  return new ErrandRefused(code, {
    zh: `金蝶没有告知表单 ${form} 的字段:${message}。请核对表单 Id;Id 无误时,请金蝶管理员给集成用户开通该单据的查看权限`,
    en: `Kingdee does not tell the fields of form ${form}: ${message}. Check the form's id; if it is right, have the administrator of Kingdee let the user of the integration see this form`,
  });
}

/** A scheme as it would be, checked, and tried on the newest bills; nothing is sent and nothing saved. */
export async function performDraft(
  office: Office,
  errand: Extract<Errand, { readonly kind: "draft-scheme" }>,
  work: ErrandWork,
): Promise<DraftResult> {
  const { folder, schemes: others } = office;
  const { name, target, choices } = errand;
  const info = await performListFields(office, errand, work);
  const draft = describeDraft(folder, info, { name, target, choices, accounts: info.accounts, others });
  if (!isDraftSound(draft)) return { draft, bills: [], unused: [] };
  work.onProgress({ zh: "金蝶:读取最近的单据", en: "Kingdee: reading the newest bills" });
  return { draft, ...(await tryDraft(office, draft, work.signal)) };
}

async function tryDraft(
  { env, log, folder }: Office,
  { name, text }: DraftView,
  signal: AbortSignal,
): Promise<Pick<DraftResult, "bills" | "unused">> {
  const scheme = readDraft(folder, name, text);
  if (scheme === undefined) throw new Error(`${name}: what was checked does not load`);
  const kingdee = openKingdee(env, log, scheme);
  await kingdee.client.signIn(signal);
  const { bills, unused } = await tryScheme(kingdee, {
    ...{ most: MOST_BILLS, account: undefined, nowMs: Date.now(), signal },
  });
  return {
    bills: bills.map((bill) => toShownBill(scheme, bill, ONE_OF_MANY)),
    unused: unused.map(({ label, billNos }) => ({
      label,
      bills: billNos.length,
      examples: billNos.slice(0, MOST_EXAMPLES),
    })),
  };
}
