import type { Role } from "@/backend";

/** Every role in the order of the forms: the desks first, the administrators last. */
export const GRANTABLE: readonly Role[] = [
  "gate",
  "caller",
  "scheduler",
  "rounds",
  "duty_lead",
  "supervision",
  "auditor",
  "system_admin",
  "security_admin",
];
