import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";

import type { MarkdownRenderer } from "vitepress";

/** Where a page of the repository stands in the site. */
export type Placing = (path: string) => string;

interface PageShown {
  /** In the site. */
  readonly relativePath: string;
  readonly path: string;
  /** Of the file; the search knows only `path`. */
  readonly realPath?: string;
}

const DOCS = join(import.meta.dirname, "..");

/**
 * Links in the pages lead from file to file of the repository, as a reader of the files wants them. Here they are made
 * to lead from page to page of the site: in the reader's language where the page has one, and from a page that is shown
 * in both languages by inclusion, too. What stands outside of the documents is named, not linked.
 */
export function leadWithinSite(renderer: MarkdownRenderer, place: Placing): void {
  renderer.core.ruler.push("lead-within-site", (state) => {
    const { relativePath, path, realPath = path } = state.env as PageShown;
    for (const { children } of state.tokens) {
      let isOutside = false;
      for (const token of children ?? []) {
        if (token.type === "link_open") {
          const [target = "", anchor] = (token.attrGet("href") ?? "").split("#");
          if (target === "" || /^[a-z]+:/.test(target)) continue;
          const found = find(decodeURI(target), dirname(realPath), relativePath.startsWith("en/"));
          isOutside = found === undefined;
          if (isOutside) unlink(token);
          else token.attrSet("href", link(place(found ?? ""), relativePath) + (anchor ? `#${anchor}` : ""));
        } else if (token.type === "link_close" && isOutside) {
          unlink(token);
          isOutside = false;
        } else if (token.type === "image") {
          const source = find(token.attrGet("src") ?? "", dirname(realPath), false);
          if (source !== undefined) token.attrSet("src", join(relative(dirname(realPath), DOCS) || ".", source));
        }
      }
    }
  });
}

/** From the folder of the documents; undefined where it is none of them. */
function find(target: string, from: string, isEnglish: boolean): string | undefined {
  const path = [join(from, target), join(DOCS, target)].find((each) => existsSync(each) && each.startsWith(`${DOCS}/`));
  if (path === undefined) return target.endsWith(".md") && !target.startsWith("..") ? target : undefined;
  const own = relative(DOCS, path);
  return isEnglish && !own.startsWith("en/") && existsSync(join(DOCS, "en", own)) ? join("en", own) : own;
}

function link(page: string, from: string): string {
  const path = relative(dirname(from), page);
  return path.startsWith(".") ? path : `./${path}`;
}

function unlink(token: { type: string; tag: string; attrs: [string, string][] | null }): void {
  token.type = token.type.replace("link", "span");
  token.tag = "span";
  token.attrs = null;
}
