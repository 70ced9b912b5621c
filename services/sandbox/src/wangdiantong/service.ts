import { TARGET_INTERFACES, TARGET_NAMES, type TargetName } from "@billferry/contracts";

import { jsonAnswer, textAnswer, type Answer } from "../answer.ts";
import type { SandboxCredentials } from "../credentials.ts";
import type { FaultRule } from "../faults.ts";
import type { WangdiantongSettings } from "../settings.ts";
import { queryDocuments, queryGoods, queryLogistics, queryWarehouses, type LookUpContext } from "./look-up.ts";
import type { Ban } from "./ban.ts";
import type { OrderLedger } from "./order-ledger.ts";
import { pushOrder } from "./push.ts";
import { describeRefusal, Refused } from "./refusals.ts";
import { expectSign } from "./sign.ts";

interface WangdiantongContext {
  readonly credentials: SandboxCredentials["wangdiantong"];
  readonly ledger: OrderLedger;
  readonly ban: Ban;
  readonly settings: WangdiantongSettings;
  readonly nowMs: number;
}

type LookUp = (
  parameters: ReadonlyMap<string, string>,
  context: LookUpContext,
) => Readonly<Record<string, unknown>> & { readonly code: number };

const LOOK_UPS: ReadonlyMap<string, LookUp> = new Map<string, LookUp>([
  ...TARGET_NAMES.map((target): [string, LookUp] => [
    TARGET_INTERFACES[target].documents.query,
    (parameters, context) => queryDocuments(target, parameters, context),
  ]),
  ["warehouse_query", queryWarehouses],
  ["logistics", queryLogistics],
  ["goods_query", queryGoods],
]);

/** One call of openapi2: sign first, then the rate, then the business; HTTP status 200 whatever the outcome. */
export function answerWangdiantong(
  service: string,
  body: string,
  fault: FaultRule | undefined,
  context: WangdiantongContext,
): Answer {
  const { ledger, settings, nowMs } = context;
  const lookUp = LOOK_UPS.get(service);
  const target: TargetName | undefined = TARGET_NAMES.find((name) => name === service);
  if (target === undefined && lookUp === undefined) return textAnswer(404, "File not found.");
  const reply = (fields: { readonly code: number; readonly message?: unknown }): Answer => {
    const isText = settings.codeAs === "string" || fault?.kind === "string-code";
    return jsonAnswer(isText ? { ...fields, code: String(fields.code) } : fields);
  };
  const refuse = (refusal: Refused): Answer => reply(describeRefusal(refusal, settings));
  const parameters = new Map(new URLSearchParams(body));
  const wrong =
    fault?.kind === "credentials-refused" ? new Refused("sign-wrong") : checkCredentials(parameters, context);
  const isBanned = strikesBan(fault, context);
  const isOverLimit =
    isBanned || fault?.kind === "rate-refusal" || (!wrong && ledger.callsInMinute(nowMs) >= settings.callsPerMinute);
  ledger.recordCall({ service, atMs: nowMs, isRefusedForRate: isOverLimit });
  if (isBanned) return refuse(new Refused("banned"));
  if (wrong) return refuse(wrong);
  if (isOverLimit) return refuse(new Refused("rate-exceeded"));
  const forced =
    fault?.kind === "refusal"
      ? { code: fault.code, message: fault.message ?? "系统繁忙,请稍后重试", withEffect: fault.withEffect }
      : undefined;
  if (target === undefined) {
    if (forced !== undefined) return reply({ code: forced.code, message: forced.message });
    try {
      return reply(lookUp?.(parameters, context) ?? { code: 99 });
    } catch (error) {
      if (error instanceof Refused) return refuse(error);
      throw error;
    }
  }
  const isLeftUnaudited = fault?.kind === "created-but-not-audited";
  return reply(pushOrder(parameters, { ...context, target, isLeftUnaudited, forcedRefusal: forced }));
}

/** The ban that is on, or that this call begins. */
function strikesBan(fault: FaultRule | undefined, { ban, nowMs }: WangdiantongContext): boolean {
  if (fault?.kind === "ban") ban.begin(fault.delayMs, nowMs);
  return ban.strikes(nowMs);
}

const TIMESTAMP_TOLERANCE_SECONDS = 300;

function checkCredentials(
  parameters: ReadonlyMap<string, string>,
  { credentials, settings, nowMs }: WangdiantongContext,
): Refused | undefined {
  const { sid, appkey } = credentials;
  const appsecret = settings.appsecret ?? credentials.appsecret;
  if (parameters.get("sid") !== sid) return new Refused("sid-unknown");
  if (parameters.get("appkey") !== appkey) return new Refused("appkey-unknown");
  const timestamp = parameters.get("timestamp") ?? "";
  // Ten digits: seconds. Milliseconds are a common mistake and are refused as far off.
  if (!/^\d{10}$/.test(timestamp) || Math.abs(Number(timestamp) - nowMs / 1000) > TIMESTAMP_TOLERANCE_SECONDS)
    return new Refused("timestamp-expired");
  return expectSign(parameters, appsecret) === parameters.get("sign") ? undefined : new Refused("sign-wrong");
}
