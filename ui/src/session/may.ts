import { ROLES, type Command, type Role } from "@/backend";
import { roles } from ".";

/** Whether the person signed on may call a command, as far as this desk knows; the desk itself decides. */
export function may(command: Command): boolean {
  const needed: readonly Role[] = ROLES[command] ?? [];
  return needed.length === 0 || needed.some((role) => roles.value.includes(role));
}

/** Whether the person signed on looks over the whole gate and not one lane only. */
export function oversees(): boolean {
  return roles.value.includes("duty_lead") || roles.value.includes("supervision");
}
