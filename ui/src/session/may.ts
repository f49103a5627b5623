import { ROLES, type Command, type Role } from "@/backend";
import { roles } from ".";

/** Whether the person signed on may call a command, as far as this desk knows; the desk itself decides. */
export function may(command: Command): boolean {
  const needed: readonly Role[] = ROLES[command] ?? [];
  return needed.length === 0 || needed.some((role) => roles.value.includes(role));
}
