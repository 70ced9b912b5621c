import type { FastifyInstance } from "fastify";

import type { ReaderLanguage } from "./core/problems.ts";
import { BILL_FINDER_STYLE, billFinder } from "./find-bill.ts";

const PATH = "billferry.css";
const LISTS = `:is(ul[class*="jobActions"], ul[class*="queueActions"])`;

/**
 * Hides the buttons of what is refused; Bull Board has no options for them. They are recognised by their icons
 * (lucide), which are the same in every language. Where a newer version changes an icon, its button shows again, and is
 * still refused.
 */
const STYLE = `
/* the queue's menu: add a job, concurrency, rate limit, empty, obliterate */
[role="menuitem"]:is(:has(.lucide-plus), :has(.lucide-chart-no-axes-gantt), :has(.lucide-gauge), :has(.lucide-trash-2), :has(.lucide-ban)),
/* a job: duplicate, edit, reschedule, priority, children */
${LISTS} > li:is(:has(.lucide-files), :has(.lucide-pencil), :has(.lucide-clock), :has(.lucide-arrow-up-down), :has(.lucide-list-x)),
/* cleaning, where a job is not finished: only those that are can be retried */
${LISTS}:not(:has(.lucide-refresh-cw)) > li:has(.lucide-trash-2),
/* schedules, settings of the queue, the release of a rest */
td[class*="actionsCell"] button:has(.lucide-trash-2),
button:has(.lucide-pencil),
button:has(> .lucide-gauge) { display: none !important; }
`;

/**
 * The menu has the names of the queues alone, whatever else they are called; a sheet can say it in people's words. The
 * name itself stays in the link's title, and shows again where a newer version builds its menu otherwise.
 */
function menuStyle(titles: ReadonlyMap<string, string>): string {
  const rules = [...titles].map(([name, title]) => {
    const link = `a[title=${JSON.stringify(name)}] > [class*="queueName"]`;
    return `${link} { font-size: 0; }\n${link}::after { font-size: 0.9375rem; content: ${JSON.stringify(title)}; }`;
  });
  return `${rules.join("\n")}\n`;
}

interface Dress {
  readonly basePath: string;
  readonly language: ReaderLanguage;
  /** What people call each queue. */
  readonly titles: ReadonlyMap<string, string>;
}

/**
 * Serves the stylesheet and puts it into the page in place of Google Fonts', which is slow where it is blocked; and
 * puts a search for bills into the page's header.
 */
export function dressPage(server: FastifyInstance, { basePath, language, titles }: Dress): void {
  const style = `${STYLE}${menuStyle(titles)}${BILL_FINDER_STYLE}`;
  const finder = billFinder(basePath, language);
  server.get(`${basePath}/${PATH}`, async (_request, reply) => reply.type("text/css; charset=utf-8").send(style));
  server.addHook("onSend", async (_request, reply, payload) => {
    if (typeof payload !== "string" || !String(reply.getHeader("content-type")).startsWith("text/html")) return payload;
    const page = payload.replace(/<link href="https:\/\/fonts\.googleapis\.com[^>]*>\s*/, "");
    const dressed = page
      .replace("</head>", `<link href="${PATH}" rel="stylesheet"></head>`)
      .replace("</body>", `${finder}</body>`);
    reply.header("content-length", Buffer.byteLength(dressed));
    return dressed;
  });
}
