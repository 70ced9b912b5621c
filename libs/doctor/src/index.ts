export type { Diagnosis } from "./core/diagnose.ts";
export { runDoctor, type DoctorOptions, type DoctorReport } from "./run-doctor.ts";
