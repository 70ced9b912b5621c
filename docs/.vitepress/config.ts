import { defineConfig } from "vitepress";

import { keepBraces } from "./braces.ts";
import { leadWithinSite } from "./links.ts";

import { placeInSite, sidebar } from "./pages.ts";
import { cutIntoWords, cutQuestionIntoWords } from "./search.ts";

/**
 * The documents as a site: `npm run docs:site`. Chinese stands at the root, English under `en/`
 * (docs/adr/0050-the-documents-as-a-site.md).
 */
// VitePress reads the default export and nothing else.
export default defineConfig({
  title: "Billferry",
  description: "金蝶云星空 → 旺店通·企业版",
  // The pages' own links are held as well by tests/references.test.ts, as a reader of the files follows them.
  ignoreDeadLinks: false,
  outDir: ".cache/site",
  cacheDir: ".cache/vitepress",
  rewrites: placeInSite,
  lastUpdated: false,
  head: [["link", { rel: "icon", href: "data:," }]],
  markdown: {
    anchor: { slugify: nameHeading },
    config: (renderer) => {
      leadWithinSite(renderer, placeInSite);
      keepBraces(renderer);
    },
  },
  locales: {
    root: {
      label: "简体中文",
      lang: "zh-CN",
      themeConfig: {
        sidebar: sidebar("zh"),
        outline: { label: "本页内容", level: [2, 3] },
        docFooter: { prev: "上一页", next: "下一页" },
        darkModeSwitchLabel: "外观",
        lightModeSwitchTitle: "切换到浅色",
        darkModeSwitchTitle: "切换到深色",
        sidebarMenuLabel: "目录",
        returnToTopLabel: "回到顶部",
        langMenuLabel: "语言",
        skipToContentLabel: "跳到正文",
        notFound: {
          title: "没有此页",
          quote: "地址有误,或此页只有英文。",
          linkText: "回到首页",
          linkLabel: "回到首页",
        },
      },
    },
    en: {
      label: "English",
      lang: "en",
      description: "Kingdee K/3 Cloud → Wangdiantong Enterprise",
      themeConfig: { sidebar: sidebar("en"), outline: { level: [2, 3] } },
    },
  },
  themeConfig: {
    search: {
      provider: "local",
      options: {
        detailedView: false,
        miniSearch: {
          options: { tokenize: cutIntoWords },
          searchOptions: { tokenize: cutQuestionIntoWords, combineWith: "AND" },
        },
        locales: {
          root: {
            translations: {
              button: { buttonText: "搜索", buttonAriaLabel: "搜索" },
              modal: {
                displayDetails: "显示详情",
                resetButtonTitle: "清空",
                backButtonTitle: "关闭",
                noResultsText: "没有找到",
                footer: { selectText: "打开", navigateText: "移动", closeText: "关闭" },
              },
            },
          },
        },
      },
    },
  },
});

/** As GitHub names headings, so that a link to one holds in the files and in the site. */
function nameHeading(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(/\s/g, "-");
}
