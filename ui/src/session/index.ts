import { computed, reactive, readonly } from "vue";
import type { Me, OperatorView, Role, SignedIn } from "@/backend";

interface Session {
  operator: OperatorView | null;
  desk: string;
  /** The sign-in of a real centre; a rehearsal has none. */
  token: string | null;
  me: Me | null;
  locked: boolean;
  /** What is told once after signing in. */
  welcome: Pick<SignedIn, "earlier" | "failures" | "endedAt"> | null;
  /** Why the desk was left without anybody signing out. */
  endedBy: unknown;
}

const state = reactive<Session>({ operator: null, desk: "", token: null, me: null, locked: false, welcome: null, endedBy: null });

/** Who sits at this desk. Kept in memory only: a closed window signs off. */
export const session = readonly(state);

export const signedOnCode = (): string | null => state.operator?.code ?? state.me?.code ?? null;
export const signedInToken = (): string | null => state.token;

/** A rehearsal is acted: whoever was chosen sits here. */
export function signOn(operator: OperatorView, desk: string): void {
  signOff();
  state.operator = operator;
  state.desk = desk;
  state.endedBy = null;
}

/** Whoever gave a password. Until a password that is due was changed, the start screen stays. */
export function signIn(reply: SignedIn): void {
  signOff();
  state.token = reply.token;
  state.welcome = { earlier: reply.earlier, failures: reply.failures, endedAt: reply.endedAt };
  state.endedBy = null;
  renew(reply.me);
}

/** The sign-in as the desk tells it now. */
export function renew(me: Me): void {
  state.me = me;
  state.desk = me.desk;
  if (!me.mustChange) state.operator = { id: me.id, code: me.code, name: me.name, roles: me.roles };
}

let waiting: (() => void)[] = [];

export function signOff(why: unknown = null): void {
  Object.assign(state, { operator: null, token: null, me: null, locked: false, welcome: null, endedBy: why });
  // What was asked beneath a lock belongs to screens that are gone now.
  waiting = [];
}

export function lock(): void {
  if (state.token !== null && state.operator !== null) state.locked = true;
}

export function unlock(me: Me): void {
  renew(me);
  state.locked = false;
  const asked = waiting;
  waiting = [];
  for (const go of asked) go();
}

/** Resolves at once, or when the lock is gone: nothing beneath it changes meanwhile. */
export function whenUnlocked(): Promise<void> {
  return state.locked ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve();
}

export function dismissWelcome(): void {
  state.welcome = null;
}

export const roles = computed<readonly Role[]>(() => state.operator?.roles ?? []);
