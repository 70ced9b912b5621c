import { z } from "zod";

import { OUTSOURCED_STOCKS, POSITIONS, REASONS } from "./bills/catalogue.ts";

/** Everything the vendors left open, as a named switch; can be changed while running through the control API. */
const kingdeeSettings = z.strictObject({
  /** Added to the true time: a server whose clock is wrong. Seen in the Date header and in approve dates. */
  clockSkewMs: z.number().int().default(0),
  zoneOffsetMinutes: z.number().int().min(-720).max(840).default(480),
  /** Off: KDSVCSessionId is null, as on 7.2, and only the cookie carries the session. */
  isSessionIdInBody: z.boolean().default(true),
  /** `sha1`: a server older than PT-146911 that knows only SHA-1 in LoginBySign. */
  signHash: z.enum(["sha256", "sha1"]).default("sha256"),
  password: z.enum(["valid", "expiring", "expired"]).default("valid"),
  /** The most rows a page may have, and what a greater Limit does ([kingdee 3.4]: unknown). */
  limitCap: z.number().int().positive().default(2000),
  limitPolicy: z.enum(["clamp", "refuse"]).default("clamp"),
  /** How long after its approve date a bill becomes visible. */
  commitDelayMs: z.number().int().nonnegative().default(0),
  booleans: z.enum(["json", "text", "digit"]).default("json"),
  /** Data-permission rules: bills with these numbers, and entries of these stocks, are silently left out. */
  hiddenBillNos: z.array(z.string()).default([]),
  hiddenStocks: z.array(z.string()).default([]),
  /** Forms that the account has no right to. */
  forbiddenForms: z.array(z.string()).default([]),
  /** QueryBusinessInfo: answered, refused for want of a right, or a service that this version does not have. */
  businessInfo: z.enum(["open", "forbidden", "absent"]).default("open"),
  /** Fields that have another name now: who asks for the old key (bare, without what follows the dot) is refused. */
  renamedFields: z.array(z.string()).default([]),
  /** Fields whose type has changed: whatever stood there, some words come instead. */
  retypedFields: z.array(z.string()).default([]),
});

const wangdiantongSettings = z.strictObject({
  callsPerMinute: z.number().int().positive().default(60),
  /** Another secret than the account's, since somebody has changed it there; null: the account's. */
  appsecret: z.string().nullable().default(null),
  codeAs: z.enum(["number", "string"]).default("number"),
  /** On: a repeated outer_no makes a second order, so that the judge has something to find. */
  acceptDuplicates: z.boolean().default(false),
  /** On: a refusal tells the number of the document that is there. */
  repeatsStockoutNo: z.boolean().default(false),
  /** What a document that waits for its audit has; null: the interface's own. 20 is one that is being edited. */
  unauditedStatus: z.number().int().nullable().default(null),
  auditedStockinStatus: z.number().int().default(80),
  /** On: any code counts as known, for rehearsals with a merchant's own codes; shape and limits still count. */
  acceptAll: z.boolean().default(false),
  /** A merchant's own SKUs, the only ones known even with `acceptAll`; null: the catalogue's. */
  knownSkus: z.array(z.string()).nullable().default(null),
  /** Stock of each SKU in each warehouse, as a decimal; null: stock is not looked at. */
  stockPerSku: z.string().nullable().default(null),
  /** How much later than it was made a document shows in queries. */
  listingDelayMs: z.number().int().nonnegative().default(0),
  canQueryByOuterNo: z.boolean().default(false),
  extraSkus: z.array(z.string()).default([]),
  missingSkus: z.array(z.string()).default([]),
  /** SKUs that are suites here: a stock document takes single goods only. */
  suites: z.array(z.string()).default([]),
  extraWarehouses: z.array(z.string()).default([]),
  missingWarehouses: z.array(z.string()).default([]),
  outsourcedWarehouses: z.array(z.string()).default(OUTSOURCED_STOCKS.map((stock) => stock.code)),
  extraCarriers: z.array(z.string()).default([]),
  missingCarriers: z.array(z.string()).default([]),
  reasons: z.array(z.string()).default([...REASONS]),
  positions: z.array(z.string()).default([...POSITIONS]),
  /** Null: any batch is accepted. */
  batches: z.array(z.string()).nullable().default(null),
  /** Other codes and wordings for named refusals; `{value}` stands for the value at fault. */
  refusals: z.record(z.string(), z.strictObject({ code: z.number().int(), message: z.string() })).default({}),
});

const settingsSchema = z.strictObject({
  kingdee: kingdeeSettings.prefault({}),
  wangdiantong: wangdiantongSettings.prefault({}),
});

type Settings = z.infer<typeof settingsSchema>;
export type KingdeeSettings = Settings["kingdee"];
export type WangdiantongSettings = Settings["wangdiantong"];
export interface SettingsPatch {
  readonly kingdee?: Partial<KingdeeSettings>;
  readonly wangdiantong?: Partial<WangdiantongSettings>;
}

export interface SettingsHolder {
  current(): Settings;
  /** Throws zod's error where the patch does not fit; nothing is changed then. */
  patch(patch: unknown): Settings;
}

const patchSchema = z.strictObject({
  kingdee: z.record(z.string(), z.unknown()).optional(),
  wangdiantong: z.record(z.string(), z.unknown()).optional(),
});

export function createSettings(initial: SettingsPatch): SettingsHolder {
  let settings = settingsSchema.parse(initial);
  return {
    current: () => settings,
    patch: (input) => {
      const patch = patchSchema.parse(input);
      settings = settingsSchema.parse({
        kingdee: { ...settings.kingdee, ...patch.kingdee },
        wangdiantong: { ...settings.wangdiantong, ...patch.wangdiantong },
      });
      return settings;
    },
  };
}
