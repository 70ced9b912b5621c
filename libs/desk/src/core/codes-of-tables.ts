import { sourceOf, type Scheme } from "@billferry/scheme";

/** What of Wangdiantong's own codes can stand in a code table. */
type VendorCodes = "warehouses" | "carriers" | "skus";

const CODES_OF: Readonly<Record<string, VendorCodes>> = {
  warehouse_no: "warehouses",
  logistics_code: "carriers",
  spec_no: "skus",
};

/** Which codes of Wangdiantong each table of a scheme leads to, by the parameter that is filled from it; pure. */
export function codesOfTables({ definition }: Pick<Scheme, "definition">): ReadonlyMap<string, VendorCodes> {
  const values = Object.entries({ ...definition.order, ...definition.line });
  return new Map(
    values.flatMap(([parameter, value]) => {
      const table = sourceOf(value)?.table ?? undefined;
      const codes = CODES_OF[parameter];
      return table === undefined || codes === undefined ? [] : [[table, codes] as const];
    }),
  );
}
