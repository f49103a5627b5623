import { computed, reactive, ref, shallowRef, watch } from "vue";
import { CommandFailure, type CheckCard, type CheckView, type EntryStep, type FollowUpKind, type RefusalReason, type Request, type SessionView, type StepEntry, type TagView } from "@/backend";
import { useAct } from "@/composables/useAct";
import { useBackend } from "@/composables/useBackend";
import { useCentreClock } from "@/composables/useCentreClock";
import { useReload } from "@/composables/useReload";
import { draftOf as draftOfAnswers, emptyDraft, fill, hasAnswers, type FormDraft } from "./formModel";
import { filterQueue, firstChoice, lastReading, nextSession, phaseOf, queueOf, walkOf, type QueueFilter, type Symptom } from "./gateModel";
import { rememberDevice, useGateDesk } from "./useGateDesk";

/** What came of an act, for the voice and the loudspeaker. */
export type GateOutcome = "admitted" | "refused" | "resting" | "implausible" | "third" | "asked" | "held" | "stepped" | "failed";

/** What a check follows, when it follows a refused one. */
export type After = NonNullable<Request<"gate.open">["after"]>;

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
  const filter = ref<QueueFilter>("all");
  const answers = reactive(new Map<string, Set<Symptom>>());
  const drafts = reactive(new Map<string, FormDraft>());
  const acts = {
    open: useAct("gate.open"),
    step: useAct("gate.step"),
    refuse: useAct("gate.refuse"),
    abandon: useAct("gate.abandon"),
    followUp: useAct("gate.follow_up"),
    correct: useAct("gate.correct"),
    pause: useAct("gate.pause"),
    take: useAct("gate.take"),
  };
  let shown = 0;

  /** Puts a check on the screen. What another clerk's person has told is not kept at this desk. */
  function put(id: string | null, view: CheckView | null): void {
    selected.value = id;
    check.value = view;
    if (view !== null && !view.card.mine) forget(view.card.id);
  }
  function forget(id: string): void {
    drafts.delete(id);
    answers.delete(id);
  }

  /** What is still owed to the people refused today, by check. */
  const outstanding = reactive(new Map<string, readonly FollowUpKind[]>());
  async function lookAtCases(refused: readonly CheckCard[]): Promise<void> {
    const looked = await Promise.allSettled(refused.slice(0, CASES_LOOKED_AT).map((card) => backend.call("gate.view", { checkId: card.id })));
    for (const one of looked) {
      if (one.status === "fulfilled" && one.value.refusal !== null) outstanding.set(one.value.card.id, one.value.refusal.outstanding);
    }
  }

  const people = useReload(["gate", "tags", "sessions"], async () => {
    const before = shown;
    const list = await backend.call("gate.list", {});
    for (const card of list.checks) if (!card.mine) forget(card.id);
    const queue = queueOf(list.checks, list.refused, desk.lane);
    const id = selected.value ?? firstChoice(queue);
    const view = id === null ? null : await backend.call("gate.view", { checkId: id });
    if (before === shown) put(id, view);
    void lookAtCases(list.refused);
    return list;
  });
  const sessions = useReload(["sessions"], async () => (await backend.call("sessions.list", { day: clock.today.value })).sessions);
  watch(clock.today, () => void sessions.reload());

  const now = computed(() => clock.now.value.getTime());
  const everybody = computed(() => queueOf(people.data.value?.checks ?? [], people.data.value?.refused ?? [], desk.lane));
  const queue = computed(() => filterQueue(everybody.value, filter.value, desk.lane));
  const phase = computed(() => phaseOf(check.value, now.value));
  const busy = computed(() => Object.values(acts).some((act) => act.busy.value));
  const openable = computed(() => (sessions.data.value ?? []).filter((one) => one.state === "scheduled" || one.state === "opened"));
  const session = computed<SessionView | null>(
    () => openable.value.find((one) => one.id === chosenSession.value) ?? nextSession(openable.value, now.value),
  );
  const present = computed<ReadonlySet<Symptom>>(() => answers.get(selected.value ?? "") ?? new Set());
  /** What was typed here, else what the desk has kept of it. */
  function draftOf(view: CheckView): FormDraft {
    const kept = drafts.get(view.card.id);
    if (kept !== undefined) return kept;
    drafts.set(view.card.id, view.questionnaire === null ? emptyDraft() : draftOfAnswers(view.questionnaire.answers));
    return drafts.get(view.card.id) ?? emptyDraft();
  }
  function accept(view: CheckView): void {
    shown += 1;
    put(view.card.id, view);
    const { id, state, passed, reopened } = view.card;
    if (passed > 3 && reopened !== "temp_symptom") answers.delete(id);
    if ((passed > 4 && reopened !== "form") || (state !== "open" && state !== "resting")) drafts.delete(id);
    void people.reload();
    told(outcomeOf(view), view);
  }

  async function settle(act: { failure: { value: unknown } }, asked: Promise<CheckView | null>): Promise<boolean> {
    failure.value = null;
    const view = await asked;
    if (view !== null) {
      accept(view);
      return true;
    }
    failure.value = act.failure.value;
    if (failure.value !== null) told("failed", check.value);
    // Somebody else has it now: the screen has to show that before anything else is typed.
    if (holderOf(failure.value) !== null) void people.reload();
    return false;
  }

  /** Shows a person. One who cannot be shown is not chosen: whoever was on the screen stays. */
  async function choose(id: string): Promise<boolean> {
    const before = check.value?.card.id ?? null;
    shown += 1;
    selected.value = id;
    failure.value = null;
    try {
      const view = await backend.call("gate.view", { checkId: id });
      if (selected.value === id) put(id, view);
      return true;
    } catch (caught) {
      if (selected.value !== id) return true;
      failure.value = caught;
      selected.value = before;
      void people.reload();
      return false;
    }
  }

  /** Takes in what came of a print. */
  function retag(tag: TagView): void {
    const view = check.value;
    if (view?.tag?.id !== tag.id) return;
    shown += 1;
    put(view.card.id, { ...view, tag });
    void people.reload();
  }

  async function move(by: 1 | -1): Promise<void> {
    const walk = walkOf(queue.value);
    if (walk.length === 0) return;
    const at = walk.findIndex((card) => card.id === selected.value);
    const next = walk[at < 0 ? 0 : (at + by + walk.length) % walk.length];
    if (next !== undefined) await choose(next.id);
  }

  /** Opens a check; `after` says which refused one it follows. */
  async function begin(sessionId: string, lane: string, after: After | null = null): Promise<boolean> {
    if (busy.value) return false;
    if (filter.value === "paused") filter.value = "all";
    return settle(acts.open, acts.open.run({ lane, sessionId, after }));
  }
  async function newPerson(): Promise<boolean> {
    return session.value !== null && (await begin(session.value.id, desk.lane));
  }

  async function step(input: StepEntry): Promise<boolean> {
    const id = selected.value;
    if (id === null || busy.value) return false;
    const done = await settle(acts.step, acts.step.run({ checkId: id, input }));
    if (done && input.step === "temperature") rememberDevice(desk, input.device);
    return done;
  }

  async function correct(step: EntryStep, reason: string): Promise<boolean> {
    const id = selected.value;
    if (id === null || busy.value) return false;
    const done = await settle(acts.correct, acts.correct.run({ checkId: id, step, reason }));
    if (done) forget(id);
    return done;
  }

  /** What was typed of the questionnaire goes with the person; without the pledge it cannot pass the step by itself. */
  async function pause(reason: string): Promise<boolean> {
    const view = check.value;
    if (view === null || busy.value) return false;
    const { id } = view.card;
    const draft = drafts.get(id);
    if (phase.value === "form" && draft !== undefined && hasAnswers(draft)) {
      const { entry, unreadable } = fill(draft, view, clock.today.value);
      // A stay whose days nobody can read must be asked again, not fall out of the list.
      const stays = unreadable === "stays" ? null : entry.stays;
      if ((await acts.step.run({ checkId: id, input: { ...entry, stays, pledged: false } })) === null) {
        failure.value = acts.step.failure.value;
        return false;
      }
    }
    const done = await settle(acts.pause, acts.pause.run({ checkId: id, reason }));
    if (done) forget(id);
    return done;
  }

  /** Goes on with a paused person or one of another clerk, with what they have answered so far. */
  async function takeOver(): Promise<boolean> {
    const id = selected.value;
    if (id === null || busy.value) return false;
    forget(id);
    return settle(acts.take, acts.take.run({ checkId: id, lane: desk.lane }));
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
    clock, desk, now, people, queue, everybody, filter, sessions: openable, session, chosenSession, selected, check, phase, busy, failure, present, outstanding,
    draftOf, choose, retag, move, begin, newPerson, step, correct, pause, takeOver, refuse, abandon, followUp, toggle,
  };
}

export type Gate = ReturnType<typeof useGate>;

/** Whether there is no such record at the desk, whatever became of it. */
export function isUnknown(failure: unknown): boolean {
  return failure instanceof CommandFailure && (failure.wire.code === "not_found" || failure.wire.code === "wrong_field");
}

/** Who holds the check, when that is why an act was refused. */
export function holderOf(failure: unknown): string | null {
  if (!(failure instanceof CommandFailure) || failure.wire.code !== "check_held_by_other") return null;
  return failure.wire.detail.holder;
}

function outcomeOf(view: CheckView): GateOutcome {
  const { state, step, pausedAt } = view.card;
  if (pausedAt !== null) return "held";
  if (state === "admitted" || state === "refused" || state === "resting") return state;
  if (step === "temp_symptom" && view.thirdReading) return "third";
  if (step === "temp_symptom" && lastReading(view)?.verdict === "implausible") return "implausible";
  if (view.questionnaire !== null && step === "form" && asksAgain(view)) return "asked";
  return "stepped";
}

/** The questionnaire came back with something missing, wrong or to be asked. */
function asksAgain(view: CheckView): boolean {
  const { questionnaire } = view;
  return questionnaire !== null && (questionnaire.missing.length > 0 || questionnaire.faults.length > 0 || questionnaire.companyAsk !== null);
}
