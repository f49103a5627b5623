import { computed, reactive, ref, shallowRef, watch } from "vue";
import type { CheckCard, CheckView, FollowUpKind, RefusalReason, SessionView, StepEntry } from "@/backend";
import { useAct } from "@/composables/useAct";
import { useBackend } from "@/composables/useBackend";
import { useCentreClock } from "@/composables/useCentreClock";
import { useReload } from "@/composables/useReload";
import type { FormDraft } from "./formModel";
import { emptyDraft } from "./formModel";
import { firstChoice, lastReading, nextSession, phaseOf, queueOf, walkOf, type Symptom } from "./gateModel";
import { useGateDesk } from "./useGateDesk";

/** What came of an act, for the voice and the loudspeaker. */
export type GateOutcome = "admitted" | "refused" | "resting" | "implausible" | "stepped" | "failed";

/** More cases than these are told when they are opened. */
const CASES_LOOKED_AT = 12;

/**
 * The people at the gate and the one on the screen. Where each of them stands is asked from the desk every time; only what
 * was typed and not yet sent is kept here, by person.
 */
export function useGate(told: (outcome: GateOutcome, check: CheckView | null) => void) {
  const backend = useBackend();
  const clock = useCentreClock();
  const desk = useGateDesk();
  const selected = ref<string | null>(null);
  const check = shallowRef<CheckView | null>(null);
  const failure = shallowRef<unknown>(null);
  const chosenSession = ref<string | null>(null);
  const answers = reactive(new Map<string, Set<Symptom>>());
  const drafts = reactive(new Map<string, FormDraft>());
  const acts = {
    open: useAct("gate.open"),
    step: useAct("gate.step"),
    refuse: useAct("gate.refuse"),
    abandon: useAct("gate.abandon"),
    followUp: useAct("gate.follow_up"),
  };
  let taken = 0;

  /** What is still owed to the people refused today, by check. */
  const outstanding = reactive(new Map<string, readonly FollowUpKind[]>());
  async function lookAtCases(refused: readonly CheckCard[]): Promise<void> {
    const looked = await Promise.allSettled(refused.slice(0, CASES_LOOKED_AT).map((card) => backend.call("gate.view", { checkId: card.id })));
    for (const one of looked) {
      if (one.status === "fulfilled" && one.value.refusal !== null) outstanding.set(one.value.card.id, one.value.refusal.outstanding);
    }
  }

  const people = useReload(["gate", "tags", "sessions"], async () => {
    const before = taken;
    const list = await backend.call("gate.list", {});
    const queue = queueOf(list.checks, list.refused, desk.lane);
    const id = selected.value ?? firstChoice(queue);
    const view = id === null ? null : await backend.call("gate.view", { checkId: id });
    if (before === taken) {
      selected.value = id;
      check.value = view;
    }
    void lookAtCases(list.refused);
    return list;
  });
  const sessions = useReload(["sessions"], async () => (await backend.call("sessions.list", { day: clock.today.value })).sessions);
  watch(clock.today, () => void sessions.reload());

  const now = computed(() => clock.now.value.getTime());
  const queue = computed(() => queueOf(people.data.value?.checks ?? [], people.data.value?.refused ?? [], desk.lane));
  const phase = computed(() => phaseOf(check.value, now.value));
  const busy = computed(() => Object.values(acts).some((act) => act.busy.value));
  const openable = computed(() => (sessions.data.value ?? []).filter((one) => one.state === "scheduled" || one.state === "opened"));
  const session = computed<SessionView | null>(
    () => openable.value.find((one) => one.id === chosenSession.value) ?? nextSession(openable.value, now.value),
  );
  const present = computed<ReadonlySet<Symptom>>(() => answers.get(selected.value ?? "") ?? new Set());
  function draftOf(id: string): FormDraft {
    if (!drafts.has(id)) drafts.set(id, emptyDraft());
    return drafts.get(id) ?? emptyDraft();
  }

  function take(view: CheckView): void {
    taken += 1;
    selected.value = view.card.id;
    check.value = view;
    if (view.card.passed > 3) answers.delete(view.card.id);
    if (view.card.passed > 4 || view.card.state !== "open") drafts.delete(view.card.id);
    void people.reload();
    told(outcomeOf(view), view);
  }

  async function settle(act: { failure: { value: unknown } }, asked: Promise<CheckView | null>): Promise<boolean> {
    failure.value = null;
    const view = await asked;
    if (view !== null) {
      take(view);
      return true;
    }
    failure.value = act.failure.value;
    if (failure.value !== null) told("failed", check.value);
    return false;
  }

  async function choose(id: string): Promise<void> {
    taken += 1;
    selected.value = id;
    failure.value = null;
    const view = await backend.call("gate.view", { checkId: id }).catch((caught: unknown) => {
      failure.value = caught;
      return null;
    });
    if (selected.value === id && view !== null) check.value = view;
  }

  async function move(by: 1 | -1): Promise<void> {
    const walk = walkOf(queue.value);
    if (walk.length === 0) return;
    const at = walk.findIndex((card) => card.id === selected.value);
    const next = walk[at < 0 ? 0 : (at + by + walk.length) % walk.length];
    if (next !== undefined) await choose(next.id);
  }

  const newPerson = async (): Promise<boolean> => {
    if (session.value === null || busy.value) return false;
    return settle(acts.open, acts.open.run({ lane: desk.lane, sessionId: session.value.id }));
  };

  async function step(input: StepEntry): Promise<boolean> {
    const id = selected.value;
    if (id === null || busy.value) return false;
    return settle(acts.step, acts.step.run({ checkId: id, input }));
  }

  async function refuse(reason: RefusalReason, note: string): Promise<boolean> {
    const id = selected.value;
    if (id === null || busy.value) return false;
    return settle(acts.refuse, acts.refuse.run({ checkId: id, reason, note }));
  }

  async function abandon(reason: string): Promise<boolean> {
    const id = selected.value;
    if (id === null || busy.value) return false;
    return settle(acts.abandon, acts.abandon.run({ checkId: id, reason }));
  }

  async function followUp(request: Parameters<typeof acts.followUp.run>[0]): Promise<boolean> {
    if (busy.value) return false;
    return settle(acts.followUp, acts.followUp.run(request));
  }

  function toggle(symptom: Symptom): void {
    const id = selected.value;
    if (id === null) return;
    const marked = new Set(answers.get(id) ?? []);
    if (!marked.delete(symptom)) marked.add(symptom);
    answers.set(id, marked);
  }

  return {
    clock, desk, now, people, queue, sessions: openable, session, chosenSession, selected, check, phase, busy, failure, present, outstanding, draftOf,
    choose, move, newPerson, step, refuse, abandon, followUp, toggle,
  };
}

export type Gate = ReturnType<typeof useGate>;

function outcomeOf(view: CheckView): GateOutcome {
  const { state, step } = view.card;
  if (state === "admitted" || state === "refused" || state === "resting") return state;
  if (step === "temp_symptom" && lastReading(view)?.verdict === "implausible") return "implausible";
  return "stepped";
}
