import type { Gatekeeper, Command } from "@/backend";
import { lock, session, signOff, signedInToken, whenUnlocked } from ".";

/** What a locked desk may still ask: only what concerns the sign-in itself. */
const BENEATH: readonly Command[] = ["accounts.sign_in", "accounts.sign_out", "accounts.lock", "accounts.unlock", "database.current", "centre.view"];

/** Puts the token onto every call, keeps calls back while the desk is locked, and notices when a sign-in is over. */
export const gatekeeper: Gatekeeper = {
  token: signedInToken,
  ready: (command) => (BENEATH.includes(command) ? Promise.resolve() : whenUnlocked()),
  refused(failure) {
    if (session.token === null) return;
    if (failure.wire.code === "sign_in_locked") lock();
    else if (failure.wire.code === "sign_in_ended") signOff(failure);
  },
};
