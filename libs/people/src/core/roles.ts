/** Who may do what: looks, acts on cases and stages, may do everything. Each may do what those before it may. */
export const ROLES = ["viewer", "operator", "admin"] as const;

export type Role = (typeof ROLES)[number];
