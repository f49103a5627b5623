import type { RouteLocationRaw } from "vue-router";
import type { CallCard, CheckCard, GroupView } from "@/backend";
import type { Mark } from "@/components/marks";
import { text } from "@/i18n";
import { shortCode } from "@/words/shortCode";
import { reasonText, type Overlap } from "./timeline";

/** One thing somebody has to see to, and where to do it. */
export interface Attention {
  id: string;
  mark: Mark;
  stub: string;
  what: string;
  told: string;
  act: string;
  to: RouteLocationRaw;
}

export interface AttentionSources {
  groups: readonly GroupView[];
  calls: readonly CallCard[];
  checks: readonly CheckCard[];
  overlaps: readonly Overlap[];
  clockText: (instant: string) => string;
}

const URGENCY: readonly Mark[] = ["stopped", "attention", "running"];

function callAttention(call: CallCard, clockText: AttentionSources["clockText"]): Attention[] {
  const kind = ({ escalated: "escalated", reached_relay_pending: "relay", void: "void" } as const)[
    call.state as "escalated" | "reached_relay_pending" | "void"
  ] as "escalated" | "relay" | "void" | undefined;
  const first = call.sessions[0];
  if (!kind || !first) return [];
  return [
    {
      id: `call-${call.id}`,
      mark: kind === "escalated" ? "stopped" : "attention",
      stub: clockText(call.dueBy),
      what: text(`today.attention.${kind}`, { time: clockText(first.opensAt) }),
      told: text("today.attention.callTold", { agency: call.agencyName, attempts: call.attempts }),
      act: text("today.attention.lookCall"),
      to: { name: "calls", query: { call: call.id } },
    },
  ];
}

/** Everything that needs somebody, the most urgent first. */
export function attentionOf({ groups, calls, checks, overlaps, clockText }: AttentionSources): Attention[] {
  const impossible = groups
    .filter((group) => !group.possible)
    .map((group): Attention => ({
      id: `group-${group.id}`,
      mark: "stopped",
      stub: clockText(group.madeAt),
      what: text("today.attention.impossible", { code: shortCode(group.sessionCode) }),
      told: reasonText(group.reasons),
      act: text("today.attention.lookRooms"),
      to: { name: "rooms", query: { session: group.sessionId } },
    }));
  const overlapping = overlaps.map(({ roomId, roomName, minutes, a, b }): Attention => ({
    id: `overlap-${roomId}-${a.id}-${b.id}`,
    mark: "attention",
    stub: roomName,
    what: text("today.attention.overlap", { room: roomName, minutes }),
    told: text("today.attention.overlapTold", { a: a.title, b: b.title }),
    act: text("today.attention.lookSession"),
    to: b.to,
  }));
  const resting = checks
    .filter((check) => check.state === "resting")
    .map((check): Attention => ({
      id: `check-${check.id}`,
      mark: "running",
      stub: check.restingUntil ? clockText(check.restingUntil) : check.slot,
      what: text("today.attention.resting", { slot: check.slot }),
      told: check.restingUntil ? text("today.attention.retestAt", { time: clockText(check.restingUntil) }) : "",
      act: text("today.attention.lookGate"),
      to: { name: "gate", query: { check: check.id } },
    }));
  const all = [...impossible, ...calls.flatMap((call) => callAttention(call, clockText)), ...overlapping, ...resting];
  return all.sort((a, b) => URGENCY.indexOf(a.mark) - URGENCY.indexOf(b.mark));
}
