import { ROLES, type Role } from "@billferry/people/roles";

/** What a route asks of its caller; `anyone` has not signed in. */
export type Access = Role | "anyone";

export function mayPass(has: Role | undefined, needed: Access): boolean {
  if (needed === "anyone") return true;
  return has !== undefined && ROLES.indexOf(has) >= ROLES.indexOf(needed);
}
