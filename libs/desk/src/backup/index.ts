export { BackupUnreadable } from "../core/backup-format.ts";
export { restoreBackup, type RestoreOutcome } from "./restore-backup.ts";
export { writeBackup, type BackupOutcome } from "./write-backup.ts";
