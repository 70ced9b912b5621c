import { COVER, TARGET_INTERFACES, type TargetName, type TargetOrder } from "@billferry/contracts";

interface OrderValue {
  readonly place: string;
  readonly name: string;
  readonly label: string;
  readonly value: string;
}

const MOST_CHARACTERS = 500;

/** An order as people compare it: `warehouse_no`, `detail_list[0].num`, each with what people call it; pure. */
export function valuesOf(target: TargetName, order: TargetOrder): readonly OrderValue[] {
  const { head, line } = TARGET_INTERFACES[target];
  const labels = new Map([...head, ...line].map(({ name, label }) => [name, label]));
  const tell = (place: string, name: string, value: unknown): OrderValue => ({
    ...{ place, name, label: labels.get(name) ?? name },
    value: String(value).slice(0, MOST_CHARACTERS),
  });
  return Object.entries(order).flatMap(([name, value]: [string, unknown]) =>
    Array.isArray(value)
      ? value.flatMap((each: Readonly<Record<string, unknown>>, index) =>
          Object.entries(each).map(([own, cell]) => tell(`${name}[${index}].${own}`, own, cell)),
        )
      : [tell(name, name, value)],
  );
}

/** The same with free text covered: people write names, telephones and addresses there; pure. */
export function coveredValuesOf(target: TargetName, order: TargetOrder): readonly OrderValue[] {
  const { head, line } = TARGET_INTERFACES[target];
  const prose = new Set([...head, ...line].flatMap(({ name, type }) => (type === "prose" ? [name] : [])));
  return valuesOf(target, order).map((each) =>
    prose.has(each.name) && each.value.trim() !== "" ? { ...each, value: COVER } : each,
  );
}
