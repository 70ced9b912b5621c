import type { FastifyInstance } from "fastify";

import type { ReaderLanguage } from "./core/problems.ts";

const WORDS = {
  "zh-CN": { label: "按单号查单据", button: "查单据", hint: "单据编号、外部单号、旺店通单号" },
  en: { label: "Find a bill", button: "Find", hint: "Number of a bill, an order or a document" },
} as const;

/** The way from a number to its bill's page in the console, for a form that works without any script. */
export function addBillFinder(server: FastifyInstance, path: string): void {
  server.get<{ Querystring: { number?: unknown } }>(`${path}/find`, async ({ query }, reply) => {
    const number = typeof query.number === "string" ? query.number.trim() : "";
    return reply.redirect(number === "" ? "/bills" : `/bills/${encodeURIComponent(number)}`);
  });
}

/** Stands in the header of Bull Board's page, which has no search of its own for what a job is about. */
export function billFinder(path: string, language: ReaderLanguage): string {
  const { label, button, hint } = WORDS[language];
  return (
    `<form class="billferry-find" role="search" aria-label="${label}" action="${path}/find" method="get">` +
    `<input name="number" type="search" aria-label="${label}" placeholder="${hint}" maxlength="100" required>` +
    `<button type="submit">${button}</button></form>`
  );
}

export const BILL_FINDER_STYLE = `
.billferry-find { position: fixed; top: 0; right: 15rem; z-index: 100; height: var(--header-height, 64px); display: flex;
  align-items: center; gap: .25rem; font: inherit; }
.billferry-find input { width: 17rem; padding: .4rem .6rem; font: inherit; font-size: .875rem; color: var(--foreground);
  background: var(--background); border: 1px solid var(--input); border-radius: var(--radius, .375rem); }
.billferry-find button { padding: .4rem .8rem; font: inherit; font-size: .875rem; cursor: pointer; border: 0;
  color: var(--primary-foreground); background: var(--primary); border-radius: var(--radius, .375rem); }
@media (max-width: 1100px) { .billferry-find input { width: 9rem; } }
@media (max-width: 768px) {
  .billferry-find { top: auto; right: .5rem; bottom: .5rem; height: auto; padding: .25rem; background: var(--card);
    border: 1px solid var(--border); border-radius: var(--radius, .375rem); }
}
`;
