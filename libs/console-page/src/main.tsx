import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { I18nextProvider } from "react-i18next";

import { markOwnStyles } from "./frame/own-styles.ts";
import { Page } from "./frame/page.tsx";
import { startWords } from "./words/language.ts";
import "./frame/page.css";

// A page of before an upgrade asks for parts that are there no more: the newer page has them.
window.addEventListener("vite:preloadError", () => location.reload());

markOwnStyles();
const words = await startWords();
const place = document.querySelector("#root");
if (place)
  createRoot(place).render(
    <StrictMode>
      <I18nextProvider i18n={words}>
        <Page />
      </I18nextProvider>
    </StrictMode>,
  );
