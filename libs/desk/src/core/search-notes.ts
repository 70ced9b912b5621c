/** What a search looked at, or did not, for people. */
export interface SearchNote {
  readonly kind: "not-found" | "not-indexed" | "cut-short" | "looked-in" | "untold";
  readonly zh: string;
  readonly en: string;
}

export const NOT_INDEXED: SearchNote = {
  kind: "not-indexed",
  zh: "升级前的单据正在编入索引(extractor 运行时自动完成),暂时只能按完整编号查到",
  en: "Bills of before the upgrade are being indexed while the extractor runs; for now they are found by whole numbers only",
};

/** `day`: of days that are gone through, the one that was come to. */
export function cutShort(looked: number, day?: string): SearchNote {
  const [until, cameTo] = day === undefined ? ["", ""] : [`,查到 ${day}`, `, as far as ${day}`];
  const zh = `这一页查看了 ${looked} 张单据${until},其余请翻到下一页继续查找`;
  return {
    kind: "cut-short",
    zh,
    en: `For this page ${looked} bills were looked at${cameTo}; the next page looks at more`,
  };
}

export function notFound(missing: readonly string[]): SearchNote {
  const list = missing.join("、");
  return {
    kind: "not-found",
    zh: `台账中没有 ${missing.length} 个编号:${list}`,
    en: `${missing.length} not in the ledger: ${list}`,
  };
}

/** `days`: the newest first. */
export function lookedIn(sku: string, days: readonly string[]): SearchNote {
  const [last = "", first = ""] = [days[0], days.at(-1)];
  return days.length === 1
    ? {
        kind: "looked-in",
        zh: `在 ${last} 审核的单据中查找 ${sku}`,
        en: `Looked for ${sku} in the bills approved on ${last}`,
      }
    : {
        kind: "looked-in",
        zh: `在最近 ${days.length} 天(${first} 至 ${last})审核的单据中查找 ${sku}`,
        en: `Looked for ${sku} in the bills approved in the last ${days.length} days (${first} to ${last})`,
      };
}

export function untoldNote(count: number): SearchNote {
  return {
    kind: "untold",
    zh: `其中 ${count} 张没有保留内容(保留期 STORY_DAYS 已过,或尚未转换),无法查看其货品与仓库`,
    en: `Of ${count} of them the content is not kept (its term, STORY_DAYS, is over, or it was not turned yet): their goods and warehouses could not be looked at`,
  };
}
