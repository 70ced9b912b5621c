import { Input } from "antd";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";

import { postTablesEdit, type TableRowsAnswer } from "../api/operations.ts";
import { ReasonWindow } from "../parts/reason-window.tsx";

interface RowWindowProps {
  readonly file: string;
  readonly base: number;
  readonly head: readonly string[];
  /** Left out: a new one. */
  readonly row: TableRowsAnswer["rows"][number] | undefined;
  readonly close: () => void;
}

/** One row to be filled in, cell by cell, as text. */
export function RowWindow({ file, base, head, row, close }: RowWindowProps): ReactElement {
  const { t } = useTranslation();
  const [cells, setCells] = useState<readonly string[]>(row?.cells ?? head.map(() => ""));
  return (
    <ReasonWindow
      title={t(row === undefined ? "tables.add-row" : "tables.edit-title")}
      okText={t("tables.save")}
      act={async (form) =>
        postTablesEdit({
          file,
          base,
          set: [{ ...(row === undefined ? {} : { key: row.key }), cells: [...cells] }],
          remove: [],
          ...form,
        })
      }
      close={close}
    >
      {head.map((name, index) => (
        <label key={name} className="cell-input">
          <span>{name}</span>
          <Input
            value={cells[index] ?? ""}
            maxLength={500}
            onChange={({ target }) => setCells(cells.map((cell, at) => (at === index ? target.value : cell)))}
          />
        </label>
      ))}
    </ReasonWindow>
  );
}
