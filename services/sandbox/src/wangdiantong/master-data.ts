import type { TargetName } from "@billferry/contracts";

import { CARRIERS, findSku, OUTSOURCED_STOCKS, SKUS, STOCKIN_REASONS, STOCKS, type Named } from "../bills/catalogue.ts";
import type { WangdiantongSettings } from "../settings.ts";
import { DOCUMENT_KINDS } from "./document-kinds.ts";

/** What the account knows: the shared catalogue, with what the settings add and take away. */

interface Warehouse extends Named {
  readonly isOutsourced: boolean;
}

export function listWarehouses(settings: WangdiantongSettings): Warehouse[] {
  const extra = settings.extraWarehouses.map((code) => ({ code, name: `仓库${code}` }));
  return [...STOCKS, ...OUTSOURCED_STOCKS, ...extra]
    .filter((warehouse) => !settings.missingWarehouses.includes(warehouse.code))
    .map((warehouse) => ({ ...warehouse, isOutsourced: settings.outsourcedWarehouses.includes(warehouse.code) }));
}

export function findWarehouse(code: string, settings: WangdiantongSettings): Warehouse | undefined {
  const known = listWarehouses(settings).find((each) => each.code === code);
  return known ?? (settings.acceptAll ? { code, name: `仓库${code}`, isOutsourced: false } : undefined);
}

export function listCarriers(settings: WangdiantongSettings): Named[] {
  const extra = settings.extraCarriers.map((code) => ({ code, name: `物流${code}` }));
  return [...CARRIERS, ...extra].filter((carrier) => !settings.missingCarriers.includes(carrier.code));
}

export function findCarrier(code: string, settings: WangdiantongSettings): Named | undefined {
  const known = listCarriers(settings).find((each) => each.code === code);
  return known ?? (settings.acceptAll ? { code, name: `物流${code}` } : undefined);
}

export function listSkus(settings: WangdiantongSettings): Named[] {
  const extra = settings.extraSkus.map((code) => ({ code, name: `货品${code}` }));
  return [...SKUS, ...extra].filter((sku) => !settings.missingSkus.includes(sku.code));
}

export function findKnownSku(code: string, settings: WangdiantongSettings): Named | undefined {
  const { knownSkus } = settings;
  const isKnown = settings.acceptAll || settings.extraSkus.includes(code);
  if (settings.missingSkus.includes(code)) return undefined;
  if (knownSkus !== null) return knownSkus.includes(code) ? { code, name: `货品${code}` } : undefined;
  return findSku(code) ?? (isKnown ? { code, name: `货品${code}` } : undefined);
}

export function isReasonUsable(target: TargetName, reason: string, settings: WangdiantongSettings): boolean {
  if (settings.acceptAll) return true;
  return (DOCUMENT_KINDS[target].takesStock ? settings.reasons : STOCKIN_REASONS).includes(reason);
}

export function isPositionKnown(position: string, settings: WangdiantongSettings): boolean {
  return settings.acceptAll || settings.positions.includes(position);
}

export function isBatchKnown(batch: string, settings: WangdiantongSettings): boolean {
  return settings.acceptAll || settings.batches === null || settings.batches.includes(batch);
}
