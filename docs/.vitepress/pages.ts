/** What stands in the navigation, in its order: the page's file, and its title in each language. */
interface Page {
  readonly file: string;
  readonly zh: string;
  readonly en: string;
}

interface Part {
  readonly zh: string;
  readonly en: string;
  readonly pages: readonly Page[];
}

const page = (file: string, zh: string, en: string): Page => ({ file, zh, en });

/** In both languages: `docs/<file>` and `docs/en/<file>`. */
export const PARTS: readonly Part[] = [
  {
    zh: "开始",
    en: "Begin",
    pages: [
      page("tutorial.md", "五分钟教程", "Five minutes"),
      page("go-live.md", "上线清单", "Go-live checklist"),
      page("migration.md", "从集成平台迁移", "From another platform"),
      page("sizing.md", "容量估算", "Sizing"),
    ],
  },
  {
    zh: "使用",
    en: "Use it",
    pages: [
      page("mapping.md", "字段对应", "Mapping"),
      page("scheme.md", "方案的写法", "Schemes"),
      page("targets.md", "旺店通接口的参数", "Wangdiantong's parameters"),
      page("people.md", "用户与操作记录", "People and their acts"),
    ],
  },
  {
    zh: "运维",
    en: "Run it",
    pages: [
      page("runbook.md", "运行手册", "Runbook"),
      page("configuration.md", "配置", "Configuration"),
      page("deployment.md", "部署", "Deployment"),
      page("proxy.md", "控制台之前的 TLS 代理", "TLS proxy"),
      page("health.md", "健康检查的地址", "Health addresses"),
      page("errors.md", "错误代码", "Errors"),
      page("alerts.md", "告警", "Alerts"),
      page("operations.md", "指标、备份与日志", "Metrics, backups, logs"),
    ],
  },
  {
    zh: "状态与术语",
    en: "States and words",
    pages: [
      page("job-lifecycle.md", "单据与订单的状态", "States of bills and orders"),
      page("glossary.md", "术语", "Glossary"),
    ],
  },
];

/** For engineers, in English; shown in the frame of either language. */
export const FOR_ENGINEERS: readonly Page[] = [
  page("architecture.md", "代码总览", "Architecture"),
  page("delivery.md", "不重不漏", "Delivery guarantees"),
  page("performance.md", "性能", "Performance"),
  page("proof.md", "故障试验", "Proof"),
  page("mutation.md", "变异试验", "Mutation"),
  page("threat-model.md", "威胁模型", "Threat model"),
  page("adr/README.md", "设计决定", "Decisions"),
  page("vendors/kingdee.md", "金蝶的已知事实", "Facts about Kingdee"),
  page("vendors/wangdiantong.md", "旺店通的已知事实", "Facts about Wangdiantong"),
  page("vendors/bullmq.md", "BullMQ 的已知事实", "Facts about BullMQ"),
];

/** Where a file of `docs/` stands in the site: what is never included in an English page stands among them itself. */
export function placeInSite(file: string): string {
  return /^(adr|vendors)\//.test(file) ? `en/${file.replace("README.md", "index.md")}` : file;
}

interface SidebarPart {
  readonly text: string;
  readonly items: { readonly text: string; readonly link: string }[];
}

export function sidebar(language: "zh" | "en"): SidebarPart[] {
  const folder = language === "en" ? "/en/" : "/";
  const parts = PARTS.map((part) => ({
    text: part[language],
    items: part.pages.map((each) => ({ text: each[language], link: folder + each.file })),
  }));
  const engineers = FOR_ENGINEERS.map(({ file, ...titles }) => ({
    text: titles[language],
    link: placeInSite(file) === file ? folder + file : `/${placeInSite(file)}`,
  }));
  return [...parts, { text: language === "en" ? "For engineers" : "工程师文档(英文)", items: engineers }];
}
