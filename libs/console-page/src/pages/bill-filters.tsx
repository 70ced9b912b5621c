import { CLASS_WORDS } from "@billferry/contracts/fault-words";
import { SHOWN_STATES, type ShownState } from "@billferry/desk/shown-state";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button, Input, Select } from "antd";
import { useEffect, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";

import { numbersIn, type BillsView } from "../core/views.ts";
import { statusData } from "../data/queries.ts";
import { useStateWord } from "../parts/state-tag.tsx";

/** How far back goods are looked for; as many days as their content is kept by itself. */
const SPANS = [1, 3, 7, 14, 31];

/** What the list of bills is narrowed by; each change is another address. */
export function BillFilters({ view }: { readonly view: BillsView }): ReactElement {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const wordOf = useStateWord();
  const schemes = useQuery(statusData).data?.schemes ?? [];
  const words = i18n.language === "en" ? "en" : "zh";
  const show = (changed: Partial<Record<keyof BillsView, string | number>>): void => {
    const wanted = Object.entries({ ...view, ...changed }).filter(([, value]) => value !== "");
    void navigate({ to: "/bills", search: Object.fromEntries(wanted) as BillsView });
  };
  const select = (name: keyof BillsView, label: string, options: readonly { value: string; label: string }[]) => (
    <Select<string>
      aria-label={label}
      prefix={label}
      value={String(view[name] ?? "")}
      options={[{ value: "", label: t(name === "days" ? "bills.days-any" : "bills.filter-all") }, ...options]}
      onChange={(value) => show({ [name]: name === "days" && value !== "" ? Number(value) : value })}
    />
  );
  return (
    <div className="filters">
      {select(
        "state",
        t("bills.filter-state"),
        (Object.keys(SHOWN_STATES) as ShownState[]).map((state) => ({ value: state, label: wordOf(state) })),
      )}
      {select(
        "class",
        t("bills.filter-class"),
        Object.entries(CLASS_WORDS).map(([value, word]) => ({ value, label: word[words] })),
      )}
      {schemes.length > 1
        ? select(
            "scheme",
            t("bills.filter-scheme"),
            schemes.map(({ scheme, name }) => ({ value: scheme, label: name })),
          )
        : null}
      <Input
        type="date"
        aria-label={t("bills.filter-day")}
        prefix={t("bills.filter-day")}
        value={view.day ?? ""}
        onChange={({ target }) => show({ day: target.value, days: "" })}
      />
      {view.day === undefined
        ? select(
            "days",
            t("bills.filter-days"),
            SPANS.map((days) => ({ value: String(days), label: t("bills.days", { days }) })),
          )
        : null}
      {(["warehouse", "sku"] as const).map((name) => (
        <CodeInput
          key={name}
          label={t(`bills.filter-${name}`)}
          code={view[name] ?? ""}
          find={(code) => show({ [name]: code })}
        />
      ))}
      {view.q === undefined ? null : <code className="wanted">{numbersIn(view.q).join(" ").slice(0, 120)}</code>}
      {Object.keys(view).length === 0 ? null : (
        <Button type="link" onClick={() => void navigate({ to: "/bills", search: {} })}>
          {t("bills.clear")}
        </Button>
      )}
    </div>
  );
}

interface CodeInputProps {
  readonly label: string;
  readonly code: string;
  readonly find: (code: string) => void;
}

/** A whole code, looked for when it is typed; another address shows another one. */
function CodeInput({ label, code, find }: CodeInputProps): ReactElement {
  const [typed, setTyped] = useState(code);
  useEffect(() => setTyped(code), [code]);
  return (
    <Input.Search
      aria-label={label}
      placeholder={label}
      value={typed}
      allowClear
      onChange={({ target }) => setTyped(target.value)}
      onSearch={(value) => find(value.trim())}
    />
  );
}
