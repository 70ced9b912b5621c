import type { BodyForm, KingdeeAuth } from "./settings.ts";

const SERVICES = "Kingdee.BOS.WebApi.ServicesStub";

export const QUERY_SERVICE = `${SERVICES}.DynamicFormService.ExecuteBillQuery.common.kdsvc`;
/** A form's metadata [kingdee 1]. */
export const BUSINESS_INFO_SERVICE = `${SERVICES}.DynamicFormService.QueryBusinessInfo.common.kdsvc`;

/** One page of a query. `fieldKeys` are real keys (`FStockID.FNumber`); cells come back in their order. */
export interface BillQuery {
  readonly formId: string;
  readonly fieldKeys: readonly string[];
  readonly filter: string;
  readonly order: string;
  /** Rows to pass over, not bills and not pages. */
  readonly startRow: number;
  /** Rows of the page; 2000 is safe everywhere [kingdee 3.4]. */
  readonly limit: number;
}

/** The base URL with the slash the SDK would add; `https://host/k3cloud` and `https://host/k3cloud/` are the same. */
export function withSlash(url: string): string {
  const trimmed = url.trim();
  return trimmed.endsWith("/") ? trimmed : `${trimmed}/`;
}

/** The body of a query in the form that the server takes ([kingdee 3.1]; never a bare array). */
export function queryBody(query: BillQuery, form: BodyForm): string {
  return bodyOf(
    {
      FormId: query.formId,
      FieldKeys: query.fieldKeys.join(","),
      FilterString: query.filter,
      OrderString: query.order,
      // The absolute last row, not a page size [kingdee 3.4].
      TopRowCount: 0,
      StartRow: query.startRow,
      Limit: query.limit,
      SubSystemId: "",
    },
    form,
  );
}

/** The body of QueryBusinessInfo, in the same form. */
export function businessInfoBody(formId: string, form: BodyForm): string {
  return bodyOf({ FormId: formId }, form);
}

function bodyOf(asked: Readonly<Record<string, unknown>>, form: BodyForm): string {
  if (form === "data-object") return JSON.stringify({ data: asked });
  if (form === "data-string") return JSON.stringify({ data: JSON.stringify(asked) });
  return JSON.stringify({ parameters: [JSON.stringify(asked)] });
}

export interface SignInParts {
  readonly account: string;
  readonly user: string;
  readonly lcid: number;
  readonly auth: Exclude<KingdeeAuth, { kind: "signed-headers" }>;
  /** Of LoginBySign: epoch seconds and the hash over the sorted texts; empty for the others. */
  readonly timestampSeconds: number;
  readonly signature: string;
}

/** The sign-in service and its positional body, which every server takes [kingdee 2.1 to 2.4]. */
export function signInRequest(parts: SignInParts): { service: string; body: string } {
  const { account, user, lcid, auth } = parts;
  const positional = (service: string, ...middle: readonly (string | number)[]) => ({
    service: `${SERVICES}.AuthService.${service}.common.kdsvc`,
    body: JSON.stringify({ parameters: [account, user, ...middle, lcid] }),
  });
  if (auth.kind === "app-secret") return positional("LoginByAppSecret", auth.appId, auth.appSecret);
  if (auth.kind === "password") return positional("ValidateUser", auth.password);
  return positional("LoginBySign", auth.appId, parts.timestampSeconds, parts.signature);
}
