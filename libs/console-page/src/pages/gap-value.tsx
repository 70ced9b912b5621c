import { AutoComplete, Button } from "antd";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";

import type { CodesResult, OpenGap } from "../api/operations.ts";
import { useVendorCodes, type VendorCodes } from "../data/vendor-codes.ts";
import { VendorCodesLine } from "./vendor-codes-line.tsx";

interface GapValueProps {
  readonly gap: OpenGap;
  readonly value: string;
  /** Codes that the table has already. */
  readonly choices: readonly string[];
  readonly onChange: (value: string) => void;
}

/** Where a missing code is filled in: by what Wangdiantong has, where it can be asked for that, else as it is typed. */
export function GapValue(props: GapValueProps): ReactElement {
  const { codes } = props.gap;
  if (codes === null) return <Value {...props} options={toOptions(props.choices)} />;
  return codes === "skus" ? <SkuValue {...props} /> : <ListedValue {...props} what={codes} />;
}

/** A code out of a list, which is asked for once somebody comes to fill it in. */
function ListedValue({ what, ...props }: GapValueProps & { readonly what: "warehouses" | "carriers" }): ReactElement {
  const vendor = useVendorCodes({ scheme: props.gap.scheme, what, codes: [] });
  const options = useOptions(vendor, props.choices);
  return <Value {...props} options={options} onFocus={() => askOnce(vendor)} />;
}

/** SKUs cannot be listed: the missing one is looked for with its siblings, and whatever is typed can be. */
function SkuValue(props: GapValueProps): ReactElement {
  const { t } = useTranslation();
  const { gap, value } = props;
  const [asked, setAsked] = useState<readonly string[]>([gap.code]);
  const vendor = useVendorCodes({ scheme: gap.scheme, what: "skus", codes: asked });
  const options = useOptions(vendor, props.choices);
  const typed = value.trim();
  const unknown = vendor.codes.filter(({ state }) => state === "unknown");
  const look = (): void => {
    const codes = typed === "" ? [gap.code] : [typed];
    setAsked(codes);
    vendor.ask(codes);
  };
  return (
    <>
      <Value {...props} options={options} onFocus={() => askOnce(vendor)} />
      <Button disabled={!vendor.hasClerk} loading={vendor.isUnderWay} onClick={look}>
        {t("gaps.look", { code: typed === "" ? gap.code : typed })}
      </Button>
      <span aria-live="polite">
        {unknown.map(({ code }) => t("gaps.unknown", { code })).join(" ")}
        {vendor.codes.some(({ code, state }) => code === typed && state === "usable")
          ? t("gaps.known", { code: typed })
          : null}
      </span>
      <VendorCodesLine what="skus" vendor={vendor} />
    </>
  );
}

function askOnce({ asOfMs, isUnderWay, hasClerk, ask }: VendorCodes): void {
  if (asOfMs === null && !isUnderWay && hasClerk) ask();
}

interface Option {
  readonly value: string;
  readonly label: string;
  readonly disabled?: boolean;
}

/** First what Wangdiantong has, each with its name, then what else the table has. */
function useOptions({ codes }: VendorCodes, choices: readonly string[]): readonly Option[] {
  const { t } = useTranslation();
  const label = ({ code, name, state }: CodesResult["codes"][number]): string =>
    [code, name ?? "", state === "usable" ? "" : t(`gaps.state-${state}`)].filter((part) => part !== "").join(" · ");
  const listed = codes
    .filter(({ state }) => state !== "unknown")
    .map((each) => ({ value: each.code, label: label(each), disabled: each.state !== "usable" }));
  const known = new Set(listed.map(({ value }) => value));
  return [...listed, ...toOptions(choices.filter((choice) => !known.has(choice)))];
}

function toOptions(choices: readonly string[]): readonly Option[] {
  return choices.map((value) => ({ value, label: value }));
}

interface ValueProps extends GapValueProps {
  readonly options: readonly Option[];
  readonly onFocus?: () => void;
}

function Value({ gap, value, options, onChange, onFocus }: ValueProps): ReactElement {
  const { t } = useTranslation();
  return (
    <AutoComplete
      className="gap-value"
      aria-label={t("gaps.value-of", { code: gap.code })}
      placeholder={t("gaps.value")}
      value={value}
      options={[...options]}
      showSearch={{
        filterOption: (typed, option) => (option?.label ?? "").toLowerCase().includes(typed.trim().toLowerCase()),
      }}
      onChange={(chosen: string | undefined) => onChange(chosen ?? "")}
      {...(onFocus === undefined ? {} : { onFocus })}
    />
  );
}
