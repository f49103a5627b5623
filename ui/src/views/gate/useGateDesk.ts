import { reactive, watch } from "vue";
import { session } from "@/session";

/** What belongs to this desk and not to a person: its lane, its thermometer, whether it may sound. */
export interface GateDesk {
  lane: string;
  device: string;
  /** The thermometers used here, each under its own number key. */
  devices: string[];
  muted: boolean;
}

const KEY = "bidhall.gate-desk";

const DEVICES_KEPT = 5;
export const DEVICE_LENGTH = 20;

export const LANES: readonly string[] = ["A", "B", "C"];

/** The lane a desk's own name speaks of, as in 入口 B 道. */
export function laneOfName(desk: string): string {
  return /(?<![A-Za-z])([A-Z])(?![A-Za-z])/u.exec(desk)?.[1] ?? "A";
}

function kept(): GateDesk {
  const desk: GateDesk = { lane: laneOfName(session.desk), device: "T-01", devices: ["T-01"], muted: false };
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? "null");
    if (typeof found !== "object" || found === null) return desk;
    if ("lane" in found && typeof found.lane === "string" && found.lane !== "") desk.lane = found.lane;
    if ("device" in found && typeof found.device === "string" && found.device !== "") desk.device = found.device;
    if ("devices" in found && Array.isArray(found.devices)) desk.devices = found.devices.filter((one) => typeof one === "string" && one !== "");
    if ("muted" in found && typeof found.muted === "boolean") desk.muted = found.muted;
  } catch {
    // An unreadable note is as good as none.
  }
  rememberDevice(desk, desk.device);
  return desk;
}

/** Keeps a thermometer among those this desk offers. The order stays, so that each keeps its number key. */
export function rememberDevice(desk: GateDesk, device: string): void {
  if (device === "" || desk.devices.includes(device)) return;
  desk.devices = [...desk.devices.slice(0, DEVICES_KEPT - 1), device];
}

let desk: GateDesk | null = null;

export function useGateDesk(): GateDesk {
  if (desk === null) {
    const made = reactive(kept());
    watch(made, () => localStorage.setItem(KEY, JSON.stringify(made)));
    desk = made;
  }
  return desk;
}
