import { useNavigate } from "@tanstack/react-router";
import { Input, type InputRef } from "antd";
import { useEffect, useRef, useState, type ClipboardEvent, type ReactElement } from "react";
import { useTranslation } from "react-i18next";

/** From everywhere to a bill: key `/` leads here, and a column of numbers may be pasted. */
export function SearchBox(): ReactElement {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const box = useRef<InputRef>(null);
  const [text, setText] = useState("");
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isTyping = event.target instanceof HTMLElement && event.target.closest("input, textarea, select") !== null;
      if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      box.current?.focus({ cursor: "all" });
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  const find = (wanted: string): void => {
    const q = wanted.trim();
    if (q === "") return;
    setText("");
    void navigate({ to: "/bills", search: { q } });
  };
  return (
    <search className="search">
      <Input.Search
        ref={box}
        value={text}
        aria-label={t("search.label")}
        placeholder={t("search.hint")}
        enterButton={t("search.go")}
        maxLength={20_000}
        onChange={({ target }) => setText(target.value)}
        onPaste={(event) => keepLines(event, setText)}
        onSearch={find}
      />
    </search>
  );
}

/** One line holds no line ends: without this a pasted column would become one long number. */
function keepLines(event: ClipboardEvent<HTMLInputElement>, setText: (text: string) => void): void {
  const pasted = event.clipboardData.getData("text");
  if (!/[\r\n\t]/.test(pasted)) return;
  event.preventDefault();
  setText(pasted.split(/\s+/).join(" ").trim());
}
