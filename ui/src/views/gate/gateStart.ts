import { inject, provide, type InjectionKey } from "vue";
import type { After } from "./useGate";

/** Takes in the person who follows a refused one: another delegate, or the same with an exception. */
export interface GateStart {
  start: (sessionId: string, after: After) => Promise<void>;
}

const GATE_START: InjectionKey<GateStart> = Symbol("gate start");

export function provideGateStart(start: GateStart["start"]): void {
  provide(GATE_START, { start });
}

/** For the parts of the gate that offer such a check; the screen around them opens it. */
export function useGateStart(): GateStart {
  const start = inject(GATE_START);
  if (!start) throw new Error("no gate starts a check here");
  return start;
}
