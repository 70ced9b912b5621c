import { useNavigate, useSearch } from "@tanstack/react-router";
import { AutoComplete, Button, Card, Form, Input, Select } from "antd";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";

import { DRAFT_TARGETS, KNOWN_FORMS, type DraftWish } from "../core/draft.ts";
import { Asked, useAsking } from "../parts/errand-asking.tsx";
import { MayNot, useMayAct } from "../parts/may-act.tsx";
import { DraftMapping } from "./draft-mapping.tsx";

/** A scheme for another form, from what the account tells of it to a file, without an editor. */
export function NewScheme({ schemes }: { readonly schemes: readonly string[] }): ReactElement {
  const { t } = useTranslation();
  return (
    <Card size="small" className="items" title={t("draft.title")}>
      <p>{t("draft.explain")}</p>
      {useMayAct() ? <Walk schemes={schemes} /> : <MayNot />}
    </Card>
  );
}

function Walk({ schemes }: { readonly schemes: readonly string[] }): ReactElement {
  const { t } = useTranslation();
  const view = useSearch({ from: "/schemes" });
  const navigate = useNavigate();
  const asking = useAsking();
  const [wanted, setWanted] = useState<DraftWish>();
  /** Where one scheme runs, nobody is asked which. */
  const begin = (asked: Omit<DraftWish, "scheme"> & { readonly scheme?: string }): void => {
    const { scheme = schemes[0] ?? "", form, target, name } = asked;
    void navigate({ to: "/schemes", search: { form, target, name }, replace: true });
    setWanted({ scheme, form, target, name });
    asking.ask({ kind: "list-fields", scheme, form });
  };
  return (
    <>
      <Form<DraftWish>
        className="asking"
        layout="vertical"
        requiredMark={false}
        initialValues={{ scheme: schemes[0], ...view }}
        onFinish={begin}
      >
        <FormOfKingdee />
        <Form.Item name="target" label={t("draft.target")} rules={[{ required: true, message: t("draft.needed") }]}>
          <Select
            className="draft-choice"
            options={DRAFT_TARGETS.map((value) => ({ value, label: `${t(`draft.${value}`)} ${value}` }))}
          />
        </Form.Item>
        <Form.Item
          name="name"
          label={t("draft.name")}
          rules={[
            { required: true, message: t("draft.needed") },
            { pattern: /^[a-z0-9][a-z0-9-]{0,39}$/, message: t("draft.name-form") },
          ]}
        >
          <Input maxLength={40} placeholder="purchase-receipt" />
        </Form.Item>
        {schemes.length < 2 ? null : (
          <Form.Item name="scheme" label={t("draft.accounts-of")}>
            <Select className="draft-choice" options={schemes.map((value) => ({ value }))} />
          </Form.Item>
        )}
        <Button htmlType="submit" type="primary" loading={asking.isUnderWay}>
          {t("draft.begin")}
        </Button>
      </Form>
      <Asked
        asking={asking}
        show={(result) =>
          result.kind !== "list-fields" || wanted === undefined || asking.standing === undefined ? null : (
            <DraftMapping
              key={`${asking.standing.id}/${wanted.name}/${wanted.target}`}
              fields={asking.standing.id}
              wanted={wanted}
            />
          )
        }
      />
    </>
  );
}

function FormOfKingdee(): ReactElement {
  const { t, i18n } = useTranslation();
  const options = KNOWN_FORMS.map(([value, zh, en]) => ({
    value,
    label: `${value} ${i18n.language === "en" ? en : zh}`,
  }));
  return (
    <Form.Item
      name="form"
      label={t("draft.form")}
      rules={[
        { required: true, message: t("draft.needed") },
        { pattern: /^[A-Za-z]\w{0,79}$/, message: t("draft.form-form") },
      ]}
    >
      <AutoComplete
        className="draft-choice"
        placeholder="STK_InStock"
        options={options}
        showSearch={{
          filterOption: (typed, option) => (option?.label ?? "").toLowerCase().includes(typed.toLowerCase()),
        }}
      />
    </Form.Item>
  );
}
