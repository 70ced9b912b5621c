import type { CodesResult, Errand } from "@billferry/contracts";
import type { ErrandWork } from "@billferry/errands";
import type { WangdiantongClient } from "@billferry/wangdiantong";

import { openEnds, type Office } from "./office.ts";

type Code = CodesResult["codes"][number];

const PAGE = 100;
/** Two thousand warehouses: who has more reads them in Wangdiantong. */
const MOST_PAGES = 20;

/** What Wangdiantong has, asked page by page within the errands' share. */
export async function performListCodes(
  office: Office,
  { scheme, what, codes }: Extract<Errand, { readonly kind: "list-codes" }>,
  { signal, onProgress }: ErrandWork,
): Promise<CodesResult> {
  const { wangdiantong } = await openEnds(office, scheme, signal);
  const { client, gate } = wangdiantong;
  return gate.series(signal, async (reserve) => {
    const asker = { client, signal, reserve: async () => reserve() };
    if (what === "carriers") return { codes: await listCarriers(asker), isWhole: true };
    if (what === "skus") return { codes: await findSkus(asker, codes), isWhole: false };
    return listWarehouses(asker, (count) =>
      onProgress({ zh: `旺店通:已读 ${count} 个仓库`, en: `Wangdiantong: ${count} warehouses read` }),
    );
  });
}

interface Asker {
  readonly client: WangdiantongClient;
  readonly signal: AbortSignal;
  readonly reserve: () => Promise<void>;
}

async function listCarriers({ client, signal, reserve }: Asker): Promise<Code[]> {
  await reserve();
  const carriers = await client.queryCarriers(signal);
  return carriers.map(({ logisticsCode, name, isDisabled }) => ({
    ...named(logisticsCode, name),
    state: isDisabled === true ? "disabled" : "usable",
  }));
}

async function listWarehouses(
  { client, signal, reserve }: Asker,
  onCount: (count: number) => void,
): Promise<CodesResult> {
  const codes: Code[] = [];
  for (let pageNo = 0; pageNo < MOST_PAGES; pageNo += 1) {
    await reserve();
    const page = await client.queryWarehouses({ pageNo, pageSize: PAGE }, signal);
    for (const { warehouseNo, name, type, isDisabled } of page) {
      // Type 1 is an ordinary one [wangdiantong 3.2].
      const isOrdinary = type === null || type === "1";
      const state = isDisabled === true ? "disabled" : isOrdinary ? "usable" : "outsourced";
      codes.push({ ...named(warehouseNo, name), state });
    }
    onCount(codes.length);
    if (page.length < PAGE) return { codes, isWhole: true };
  }
  return { codes, isWhole: false };
}

/** Each by its name, with its siblings of the same goods: often the one that was meant. */
async function findSkus({ client, signal, reserve }: Asker, wanted: readonly string[]): Promise<Code[]> {
  const found = new Map<string, Code>();
  for (const specNo of wanted) {
    await reserve();
    const skus = await client.querySkus(specNo, signal);
    if (!skus.some(({ sku }) => sku === specNo)) found.set(specNo, { code: specNo, state: "unknown" });
    for (const { sku, name } of skus) found.set(sku, { ...named(sku, name), state: "usable" });
  }
  return [...found.values()];
}

function named(code: string, name: string | null): Pick<Code, "code" | "name"> {
  return name === null ? { code } : { code, name };
}
