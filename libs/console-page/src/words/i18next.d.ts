import type { PageWords } from "./zh-cn.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    keySeparator: false;
    nsSeparator: false;
    resources: { translation: PageWords };
  }
}
