import { Liquid, type Template } from "liquidjs";

/**
 * Templates of a scheme, in Liquid: `{{ FBillNo }}-{{ FStockID_FNumber }}`. Files and includes are out of reach, a
 * misspelt field is an error and not an empty text.
 */
const liquid = new Liquid({
  strictFilters: true,
  strictVariables: true,
  ownPropertyOnly: true,
  templates: {},
  parseLimit: 100_000,
  renderLimit: 1_000,
});

const parsed = new Map<string, Template[]>();

/** The fields that a template names; throws a plain error with the position where it does not parse. */
export function templateFields(text: string): readonly string[] {
  return liquid.globalVariablesSync(parse(text));
}

/** Renders with the cells of one row; an unset value becomes the empty text. */
export function renderTemplate(text: string, row: Readonly<Record<string, unknown>>): string {
  return String(liquid.renderSync(parse(text), row)).trim();
}

function parse(text: string): Template[] {
  const known = parsed.get(text);
  if (known) return known;
  const fresh = liquid.parse(text);
  // A scheme has some dozen templates; the bound is only there so that no caller can grow it for ever.
  if (parsed.size < 1_000) parsed.set(text, fresh);
  return fresh;
}
