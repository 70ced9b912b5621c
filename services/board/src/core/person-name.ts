/** Under which name a person acts: where no users are set up, nobody has one. */
export function personName(person: { readonly name: string | null } | undefined): string {
  return person?.name ?? "控制台";
}
