import { DIFFERENCE_KINDS, type DifferenceKind, type Told } from "@billferry/contracts";

import type { ReconcileRound, RoundPart } from "./reconcile-round.ts";

const KIND_WORDS: Readonly<Record<DifferenceKind, Told>> = {
  missing: { zh: "缺失", en: "missing" },
  different: { zh: "不同", en: "different" },
  stale: { zh: "过时", en: "stale" },
  cancelled: { zh: "已取消", en: "cancelled" },
  "not-audited": { zh: "未审核", en: "not audited" },
  extra: { zh: "多余", en: "extra" },
  refused: { zh: "无法转换", en: "cannot be turned" },
};

export const NO_CLERK: Told = {
  zh: "没有运行中的办事员(clerk);请启动它(docker compose up -d clerk),之后可在看板“对账”补做",
  en: "no clerk is running; start one (docker compose up -d clerk), and do it in the console's Reconciliation",
};

export const CANCELLED: Told = {
  zh: "已被人取消;可在看板“对账”补做",
  en: "somebody cancelled it; it can be done in the console's Reconciliation",
};

/** One line for each scheme: what its reconciliation came to, in numbers alone. `titles`: as people call them. */
export function reconciledLines({ parts }: ReconcileRound, titles: ReadonlyMap<string, string>): readonly Told[] {
  return Object.entries(parts).map(([scheme, part]) => {
    const { zh, en } = describePart(part);
    const name = titles.size > 1 ? ` ${titles.get(scheme) ?? scheme}` : "";
    return { zh: `对账${name}:${zh}`, en: `Reconciliation${name}: ${en}` };
  });
}

/** Where in the console the differences stand; null where there are none. */
export function reconciledPath({ day, parts }: ReconcileRound): string | null {
  const first = Object.entries(parts).find(([, part]) => part.kind === "kept" && countAll(part) > 0);
  return first === undefined ? null : `/reconcile?scheme=${encodeURIComponent(first[0])}&day=${day}`;
}

type KeptPart = Extract<RoundPart, { readonly kind: "kept" }>;

function describePart(part: RoundPart): Told {
  switch (part.kind) {
    case "kept":
      return describeKept(part);
    case "failed":
      return { zh: `未能进行:${part.why.zh}`, en: `could not be done: ${part.why.en}` };
    case "asked":
    case "due":
      return {
        zh: "尚未完成,完成后另行告知,也可在看板“对账”查看",
        en: "not done yet; its result will be told, and stands in the console's Reconciliation",
      };
  }
}

function describeKept(part: KeptPart): Told {
  const { expected, differences } = part;
  const all = countAll(part);
  if (all === 0)
    return { zh: `两端一致(应有订单 ${expected} 个)`, en: `both ends agree (${expected} orders expected)` };
  const kinds = DIFFERENCE_KINDS.filter((kind) => (differences[kind] ?? 0) > 0);
  const list = (language: keyof Told): string[] =>
    kinds.map((kind) => `${KIND_WORDS[kind][language]} ${differences[kind] ?? 0}`);
  return {
    zh: `应有订单 ${expected} 个,差异 ${all} 项(${list("zh").join("、")})`,
    en: `${expected} orders expected, ${all} differences (${list("en").join(", ")})`,
  };
}

function countAll({ differences }: KeptPart): number {
  return Object.values(differences).reduce((sum, count) => sum + count, 0);
}
