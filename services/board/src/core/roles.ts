/** Who may do what: looks, acts on cases and stages, may do everything. Each may do what those before it may. */
export const ROLES = ["viewer", "operator", "admin"] as const;

export type Role = (typeof ROLES)[number];

/** What a route asks of its caller; `anyone` has not signed in. */
export type Access = Role | "anyone";

export function mayPass(has: Role | undefined, needed: Access): boolean {
  if (needed === "anyone") return true;
  return has !== undefined && ROLES.indexOf(has) >= ROLES.indexOf(needed);
}
