import { useMutation } from "@tanstack/react-query";
import { Alert, Button, Checkbox } from "antd";
import { useRef, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";

import { postTablesImport, type TableUploadAnswer } from "../api/operations.ts";
import { uploadTable } from "../data/table-queries.ts";
import { ProblemNotice } from "../parts/problem.tsx";
import { ReasonWindow } from "../parts/reason-window.tsx";
import { DifferenceList } from "./table-difference.tsx";

/** Takes a file, shows what it would change and what is wrong with it, and imports what was shown. */
export function TableImport({ file }: { readonly file: string }): ReactElement {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const { mutate, data, error, isPending, reset } = useMutation({
    mutationFn: async (content: Blob) => uploadTable(file, content),
  });
  return (
    <>
      <Button loading={isPending} onClick={() => input.current?.click()}>
        {t("tables.import")}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t("tables.import-file")}
        accept=".xlsx,.csv,.txt"
        onChange={({ target }) => {
          const [content] = target.files ?? [];
          if (content) mutate(content);
          // The same file can be chosen again once it is corrected.
          target.value = "";
        }}
      />
      {error ? <ProblemNotice error={error} /> : null}
      {data === undefined ? null : <ImportWindow upload={data} close={reset} />}
    </>
  );
}

function ImportWindow({ upload, close }: { readonly upload: TableUploadAnswer; readonly close: () => void }) {
  const { t } = useTranslation();
  const [isWhole, setWhole] = useState(false);
  const { file, base, uploadId, refused, warnings, flaws, merge, replace, difference } = upload;
  const counts = isWhole ? replace : merge;
  return (
    <ReasonWindow
      title={t("tables.import-title", { file })}
      okText={t("tables.import-go")}
      isReady={refused === 0}
      act={async (form) => postTablesImport({ file, base, uploadId, mode: isWhole ? "replace" : "merge", ...form })}
      close={close}
    >
      {refused + warnings === 0 ? null : (
        <Alert
          type={refused > 0 ? "error" : "warning"}
          showIcon
          className="problem"
          title={t(refused > 0 ? "tables.refused" : "tables.warnings", { refused, warnings })}
          description={
            <ul className="plain scroll tall">
              {flaws.map(({ severity, kind, line, code, text }) => (
                <li key={`${line} ${kind} ${code}`}>
                  <strong>{t(severity === "refused" ? "tables.flaw-refused" : "tables.flaw-warning")}</strong>{" "}
                  {t("tables.line", { line })} {text}
                </li>
              ))}
            </ul>
          }
        />
      )}
      <DifferenceList counts={counts} difference={difference} />
      {replace.removed === 0 ? null : (
        <Checkbox checked={isWhole} onChange={({ target }) => setWhole(target.checked)}>
          {t("tables.replace", { count: replace.removed })}
        </Checkbox>
      )}
    </ReasonWindow>
  );
}
