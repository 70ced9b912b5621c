import type { Told } from "@billferry/contracts";

import { causeKey } from "./cause-keys.ts";
import { NOTHING_STOPPED, type Cause } from "./cause.ts";
import type { WatchedSchemeFacts, WatchLimits } from "./watch-facts.ts";

export interface Observed {
  readonly nowMs: number;
  readonly limits: WatchLimits;
}

const SERVICE_OF = { extract: "extractor", transform: "transformer", load: "loader" } as const;

export function base({ scheme, title }: WatchedSchemeFacts, code: Cause["code"], name: string = code) {
  return {
    key: causeKey(name, scheme),
    code,
    group: causeKey(name, scheme),
    label: title,
    mutedBy: [] as readonly string[],
  };
}

export function stopped({ waiting }: WatchedSchemeFacts, stage: "extract" | "transform" | "load") {
  return stage === "extract" ? NOTHING_STOPPED : { bills: waiting.bills, orders: waiting.orders, amount: null };
}

export function waitingLine({ waiting }: WatchedSchemeFacts): readonly Told[] {
  return waiting.items === 0
    ? []
    : [
        {
          zh: `${waiting.bills} 张单据、${waiting.orders} 个订单等待`,
          en: `${waiting.bills} bills and ${waiting.orders} orders wait`,
        },
      ];
}

export function nobody(stage: "extract" | "transform" | "load"): Told {
  return { zh: `没有运行中的 ${SERVICE_OF[stage]} 进程`, en: `No ${SERVICE_OF[stage]} process is running` };
}

export function startIt(stage: "extract" | "transform" | "load"): Told {
  const name = SERVICE_OF[stage];
  return {
    zh: `启动 ${name}(docker compose up -d ${name},或 npm start);起不来时看它的日志`,
    en: `Start ${name} (docker compose up -d ${name}, or npm start); see its log where it does not come up`,
  };
}
