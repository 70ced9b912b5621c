import { createBillHash, type Mapping } from "../src/core/content-hash.ts";

/** Of one bill under one mapping. */
export function hashBill({
  rows,
  ...mapping
}: Mapping & { readonly rows: Parameters<ReturnType<typeof createBillHash>>[0] }): string {
  return createBillHash(mapping)(rows);
}
