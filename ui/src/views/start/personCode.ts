import type { Role } from "@/backend";

const CODES: Record<Role, string> = {
  gate: "gate",
  caller: "caller",
  scheduler: "office",
  rounds: "rounds",
  duty_lead: "lead",
  supervision: "supervision",
  auditor: "auditor",
  system_admin: "sys",
  security_admin: "security",
};

/** A free code after the first role: `lead`, then `lead2`; at the gate `gate1`, `gate2`. */
export function codeFor(roles: readonly Role[], taken: readonly string[]): string {
  const first = roles[0];
  if (first === undefined) return "";
  const stem = CODES[first];
  if (first !== "gate" && !taken.includes(stem)) return stem;
  let number = first === "gate" ? 1 : 2;
  while (taken.includes(`${stem}${number}`)) number += 1;
  return `${stem}${number}`;
}
