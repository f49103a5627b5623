import type { RouteLocationRaw } from "vue-router";
import type { CallCard, CheckCard, ExceptionView, GroupView, RoomRounds } from "@/backend";
import type { Mark } from "@/components/marks";
import { text, word } from "@/i18n";
import { caseTimer, outstandingTexts, type OpenCase } from "@/views/gate/cases/caseModel";
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
  /** The same with the day, where it is another. */
  momentText: (instant: string) => string;
}

const URGENCY: readonly Mark[] = ["stopped", "attention", "running"];

/** The most urgent first; within one urgency the order stays. */
export const byUrgency = (items: readonly Attention[]): Attention[] => [...items].sort((a, b) => URGENCY.indexOf(a.mark) - URGENCY.indexOf(b.mark));

export interface CaseSources {
  cases: readonly OpenCase[];
  exceptions: readonly ExceptionView[];
  /** Whether the person signed on may decide on exceptions. */
  decides: boolean;
  now: number;
  clockText: (instant: string) => string;
}

/** Reports that are late or nearly so, and requests that wait for the one who looks. */
export function caseAttention({ cases, exceptions, decides, now, clockText }: CaseSources): Attention[] {
  const late = cases.flatMap((one): Attention[] => {
    const { standing } = caseTimer(one.dueAt, one.outstanding, now);
    if (one.dueAt === null || (standing !== "overdue" && standing !== "soon")) return [];
    return [
      {
        id: `case-${one.refusalId}`,
        mark: standing === "overdue" ? "stopped" : "attention",
        stub: clockText(one.dueAt),
        what: text(`cases.attention.${standing}`, { slot: one.slot }),
        told: text("cases.attention.told", { time: clockText(one.dueAt), kinds: outstandingTexts(one.outstanding).join(text("common.listComma")) }),
        act: text("cases.attention.look"),
        to: { name: "gate-cases", query: { check: one.checkId } },
      },
    ];
  });
  const undecided = exceptions
    .filter((one) => decides && one.decision === null && !one.mine)
    .map((one): Attention => ({
      id: `exception-${one.id}`,
      mark: "attention",
      stub: clockText(one.requestedAt),
      what: text("cases.attention.exception", { slot: one.slot }),
      told: text("cases.attention.exceptionTold", { time: clockText(one.requestedAt), operator: one.requestedBy, ground: one.ground }),
      act: text("cases.attention.decide"),
      to: { name: "gate-cases", query: { exception: one.id } },
    }));
  return [...late, ...undecided];
}

function callKind(call: CallCard): "escalated" | "relay" | "void" | "late" | null {
  // Whoever was reached and has not passed it on is late, not out of reach.
  if (call.state === "escalated") return call.lastOutcome === "reached" ? "late" : "escalated";
  if (call.state === "reached_relay_pending") return "relay";
  if (call.state === "void") return "void";
  return call.withLead ? "late" : null;
}

function callAttention(call: CallCard, { clockText, momentText }: Pick<AttentionSources, "clockText" | "momentText">): Attention[] {
  const kind = callKind(call);
  const first = call.sessions[0];
  if (!kind || !first) return [];
  return [
    {
      id: `call-${call.id}`,
      mark: call.state === "escalated" || call.withLead ? "stopped" : "attention",
      stub: clockText(call.dueBy),
      what: text(`today.attention.${kind}`, { time: momentText(first.opensAt) }),
      told: text("today.attention.callTold", { agency: call.agencyName, attempts: call.attempts }),
      act: text("today.attention.lookCall"),
      to: { name: "calls", query: { call: call.id } },
    },
  ];
}

/** Everything that needs somebody, the most urgent first. */
export function attentionOf({ groups, calls, checks, overlaps, clockText, momentText }: AttentionSources): Attention[] {
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
  return byUrgency([...impossible, ...calls.flatMap((call) => callAttention(call, { clockText, momentText })), ...overlapping, ...resting]);
}

/** Rounds that are late, each by itself, and those that are due, told together. */
export function roundAttention(rooms: readonly RoomRounds[], clockText: (instant: string) => string): Attention[] {
  const tasks = rooms.flatMap((room) => room.tasks.map((task) => ({ room, task })));
  const overdue = tasks
    .filter(({ task }) => task.standing === "overdue")
    .map(({ room, task }): Attention => ({
      id: `round-${room.id}-${task.kind}-${task.at}`,
      mark: "stopped",
      stub: clockText(task.due),
      what: text("rounds.attention.overdue", { room: room.name }),
      told: text("rounds.attention.overdueTold", { kind: word("roundKind", task.kind), time: clockText(task.due) }),
      act: text("rounds.attention.look"),
      to: { name: "rounds", query: { room: room.code } },
    }));
  const due = tasks.filter(({ task }) => task.standing === "due").sort((a, b) => Date.parse(a.task.due) - Date.parse(b.task.due));
  const first = due[0];
  if (!first) return overdue;
  const together: Attention = {
    id: "rounds-due",
    mark: "running",
    stub: clockText(first.task.due),
    what: text("rounds.attention.due", { n: due.length }),
    told: text("rounds.attention.dueTold", { time: clockText(first.task.due) }),
    act: text("rounds.attention.look"),
    to: { name: "rounds", query: { room: first.room.code } },
  };
  return [...overdue, together];
}
