export { ROLES, type Role } from "./core/roles.ts";
export {
  dropLine,
  isUserName,
  parseUsersFile,
  putLine,
  writeRoles,
  type KnownToken,
  type KnownUser,
  type UsersFile,
} from "./core/users-file.ts";
export { hashPassword, isArgon, isRightPassword } from "./passwords.ts";
export { hashToken, makeToken } from "./tokens.ts";
