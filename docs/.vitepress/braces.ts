import type { MarkdownRenderer } from "vitepress";

/** Nothing is computed in a page: the braces of a scheme's templates are text to the reader, and so to Vue. */
export function keepBraces(renderer: MarkdownRenderer): void {
  renderer.core.ruler.push("keep-braces", (state) => {
    for (const { children } of state.tokens)
      for (const token of children ?? [])
        if (token.type === "code_inline") token.attrSet("v-pre", "");
        else if (token.type === "text" && token.content.includes("{{")) {
          token.type = "html_inline";
          token.content = renderer.utils.escapeHtml(token.content).replaceAll("{{", "&#123;&#123;");
        }
  });
}
