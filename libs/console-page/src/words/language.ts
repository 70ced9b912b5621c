import i18next, { type i18n } from "i18next";
import { initReactI18next } from "react-i18next";

import type { PageWords } from "./zh-cn.ts";

export type PageLanguage = "zh-CN" | "en";

const KEPT = "billferry.language";

/** The words of one language are loaded, and the other's when somebody asks for it. */
const LOADERS: Readonly<Record<PageLanguage, () => Promise<PageWords>>> = {
  "zh-CN": async () => (await import("./zh-cn.ts")).ZH_CN,
  en: async () => (await import("./en.ts")).EN,
};

/** In the language chosen in this browser, else in that of the board, which the page was delivered in. */
export async function startWords(): Promise<i18n> {
  const kept = localStorage.getItem(KEPT);
  const language: PageLanguage = (kept ?? document.documentElement.lang) === "en" ? "en" : "zh-CN";
  const words = i18next.createInstance();
  await words.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    resources: { [language]: { translation: await LOADERS[language]() } },
  });
  document.documentElement.lang = language;
  return words;
}

/** Changes the page's language, here and at the next visit. */
export async function changeLanguage(words: i18n, language: PageLanguage): Promise<void> {
  if (!words.hasResourceBundle(language, "translation"))
    words.addResourceBundle(language, "translation", await LOADERS[language]());
  await words.changeLanguage(language);
  document.documentElement.lang = language;
  localStorage.setItem(KEPT, language);
}
