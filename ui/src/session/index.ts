import { computed, reactive, readonly } from "vue";
import type { OperatorView, Role } from "@/backend";

interface Session {
  operator: OperatorView | null;
  desk: string;
}

const state = reactive<Session>({ operator: null, desk: "" });

/** Who sits at this desk. Kept in memory only: a closed window signs off. */
export const session = readonly(state);

export const signedOnCode = (): string | null => state.operator?.code ?? null;

export function signOn(operator: OperatorView, desk: string): void {
  state.operator = operator;
  state.desk = desk;
}

export function signOff(): void {
  state.operator = null;
}

export const roles = computed<readonly Role[]>(() => state.operator?.roles ?? []);
