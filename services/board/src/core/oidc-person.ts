import { ROLES, type Role } from "@billferry/people/roles";

/** Whoever is in this group may do that. */
export interface GroupRole {
  readonly group: string;
  readonly role: Role;
}

/** What a provider says of a person. */
export type Claims = Readonly<Record<string, unknown>>;

/** As much as a record's line shows of a name. */
const MOST_NAME = 64;
const NAMED_BY = ["email", "sub"] as const;

/** "wms-ops=operator; it=admin"; undefined where a part of it is none. A group's own name may have a "=" in it. */
export function parseGroupRoles(text: string): readonly GroupRole[] | undefined {
  const parts = text.split(/[;\n]/).flatMap((part) => (part.trim() === "" ? [] : [part.trim()]));
  const read = parts.map((part) => {
    const at = part.lastIndexOf("=");
    const group = part.slice(0, Math.max(0, at)).trim();
    const role = ROLES.find((each) => each === part.slice(at + 1).trim());
    return group === "" || role === undefined ? undefined : { group, role };
  });
  return read.length === 0 || read.includes(undefined) ? undefined : (read as readonly GroupRole[]);
}

/** A claim by its name, or by the way to it: `realm_access.roles`. */
export function findClaim(claims: Claims, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  return path.split(".").reduce<unknown>((inner, name) => {
    const isThere = typeof inner === "object" && inner !== null && Object.hasOwn(inner, name);
    return isThere ? (inner as Claims)[name] : undefined;
  }, claims);
}

/** The groups that a claim names: one, or a list. */
export function groupsIn(claim: unknown): readonly string[] {
  return [claim].flat().filter((each) => typeof each === "string");
}

/** The highest role of these groups; undefined where they have none. */
export function roleOf(groups: readonly string[], roles: readonly GroupRole[]): Role | undefined {
  const given = new Set(roles.flatMap(({ group, role }) => (groups.includes(group) ? [role] : [])));
  return ROLES.findLast((role) => given.has(role));
}

/** Under which name a person acts: the claim that is asked for, else what every provider tells. */
export function nameIn(claims: Claims, claim: string): string {
  const values = [findClaim(claims, claim), ...NAMED_BY.map((name) => claims[name])];
  const names = values.map((value) => (typeof value === "string" ? value.replaceAll(/[\s\p{C}]+/gu, " ").trim() : ""));
  return (names.find((name) => name !== "") ?? "").slice(0, MOST_NAME);
}

/** Where on this board a person wanted to go, and never another site. */
export function ownPath(wanted: unknown): string {
  // A browser leaves out tabs and line breaks, and takes a backslash for a slash.
  return typeof wanted === "string" && /^\/(?!\/)[^\\\p{C}]*$/u.test(wanted) ? wanted : "/";
}
