import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { parser } from "@prometheus-io/lezer-promql";
import { parse } from "yaml";

export const FOLDER = join(import.meta.dirname, "..", "..", "deploy", "observability");

/** Something that a Prometheus is asked by a rule or by a panel of a board. */
export interface Expression {
  readonly place: string;
  readonly expr: string;
}

interface Board {
  readonly uid: string;
  readonly panels: readonly { readonly title: string; readonly targets?: readonly { readonly expr: string }[] }[];
}

export function listAlerts(): readonly Expression[] {
  const { groups } = parse(readFileSync(join(FOLDER, "rules", "billferry.yml"), "utf8")) as {
    groups: readonly { rules: readonly { alert: string; expr: string }[] }[];
  };
  return groups.flatMap(({ rules }) => rules).map(({ alert, expr }) => ({ place: alert, expr }));
}

export function readBoards(): readonly Board[] {
  return readdirSync(join(FOLDER, "dashboards")).map(
    (name) => JSON.parse(readFileSync(join(FOLDER, "dashboards", name), "utf8")) as Board,
  );
}

export function listPanels(): readonly Expression[] {
  return readBoards().flatMap(({ uid, panels }) =>
    panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ place: `${uid}: ${title}`, expr }))),
  );
}

/** What an expression asks for: the metrics, and the labels by which it chooses or groups. */
export interface Asked {
  readonly names: readonly string[];
  readonly labels: readonly string[];
  readonly isSound: boolean;
}

export function readExpression(expr: string): Asked {
  const [names, labels] = [new Set<string>(), new Set<string>()];
  let isSound = true;
  parser.parse(expr).iterate({
    enter: ({ type, from, to, node }) => {
      const text = expr.slice(from, to);
      if (type.isError) isSound = false;
      if (type.name === "Identifier" && node.parent?.name === "VectorSelector") names.add(text);
      if (type.name === "LabelName") labels.add(text);
    },
  });
  return { names: [...names], labels: [...labels], isSound };
}
