import { CARRIERS, findSku, OUTSOURCED_STOCKS, SKUS, STOCKS, type Named } from "../bills/catalogue.ts";
import type { WangdiantongSettings } from "../settings.ts";

/** What the account knows: the shared catalogue, with what the settings add and take away. */

export function listWarehouses(settings: WangdiantongSettings): (Named & { isOutsourced: boolean })[] {
  const extra = settings.extraWarehouses.map((code) => ({ code, name: `仓库${code}` }));
  return [...STOCKS, ...OUTSOURCED_STOCKS, ...extra]
    .filter((warehouse) => !settings.missingWarehouses.includes(warehouse.code))
    .map((warehouse) => ({ ...warehouse, isOutsourced: settings.outsourcedWarehouses.includes(warehouse.code) }));
}

export function listCarriers(settings: WangdiantongSettings): Named[] {
  const extra = settings.extraCarriers.map((code) => ({ code, name: `物流${code}` }));
  return [...CARRIERS, ...extra].filter((carrier) => !settings.missingCarriers.includes(carrier.code));
}

export function isSkuKnown(code: string, settings: WangdiantongSettings): boolean {
  if (settings.missingSkus.includes(code)) return false;
  return findSku(code) !== undefined || settings.extraSkus.includes(code);
}

export function listSkus(settings: WangdiantongSettings): Named[] {
  const extra = settings.extraSkus.map((code) => ({ code, name: `货品${code}` }));
  return [...SKUS, ...extra].filter((sku) => !settings.missingSkus.includes(sku.code));
}

export function isReasonUsable(reason: string, settings: WangdiantongSettings): boolean {
  return settings.reasons.includes(reason) && !settings.disabledReasons.includes(reason);
}
