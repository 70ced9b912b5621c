/** What an address says after its "?". Text stays text: a bill number may look like any number. */
export function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search));
}

export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const said = new URLSearchParams();
  for (const [name, value] of Object.entries(search))
    if (typeof value === "string" && value !== "") said.set(name, value);
  return said.size === 0 ? "" : `?${said}`;
}
