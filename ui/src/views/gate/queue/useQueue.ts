import { computed, onScopeDispose, reactive, ref, watch } from "vue";
import type { QueueView } from "@/backend";
import { useAct } from "@/composables/useAct";
import { useBackend } from "@/composables/useBackend";
import { useCentreClock } from "@/composables/useCentreClock";
import { useReload } from "@/composables/useReload";
import { text } from "@/i18n";
import { sound } from "../tones";
import { useGateDesk } from "../useGateDesk";
import { countOf, pressing, standing, stepped, unheard, type QueueSession } from "./queueModel";

/** Taps on plus and minus that follow each other sooner than this are one count. */
const SETTLE_MS = 900;

/** The line at the gate: what the desk forecasts, the counts being typed, and an alarm that sounds once. */
export function useQueue() {
  const backend = useBackend();
  const clock = useCentreClock();
  const desk = useGateDesk();
  const counting = useAct("gate.queue.count");
  const telling = useAct("gate.queue.told");
  const loaded = useReload(["gate", "sessions", "settings"], () => backend.call("gate.queue", {}));
  const { data, failure, loadedAt } = loaded;

  const sessions = computed(() => standing(data.value, clock.now.value.getTime()));
  const first = computed(() => pressing(sessions.value));
  const said = ref("");

  watch(data, () => {
    const fresh = unheard(sessions.value);
    const worst = fresh[0];
    if (worst === undefined) return;
    if (!desk.muted) sound("attention");
    said.value = fresh.map((one) => (one.alarm === "none" ? "" : text(`queue.announce.${one.alarm}`, { code: one.code }))).join(" ");
  });

  /** Counts as typed and not yet sent, by session. */
  const drafts = reactive(new Map<string, string>());
  const timers = new Map<string, ReturnType<typeof setTimeout>>();

  function take(next: QueueView | null): void {
    if (next !== null) data.value = next;
  }
  const shownCount = (one: QueueSession): string => drafts.get(one.sessionId) ?? (one.waiting === null ? "" : String(one.waiting));

  async function save(sessionId: string): Promise<void> {
    clearTimeout(timers.get(sessionId));
    const typed = drafts.get(sessionId);
    const waiting = typed === undefined ? null : countOf(typed);
    if (waiting === null) return;
    if (counting.busy.value) return later(sessionId);
    const reply = await counting.run({ sessionId, waiting });
    // What was typed meanwhile is a newer count.
    if (reply !== null && drafts.get(sessionId) === typed) drafts.delete(sessionId);
    take(reply);
  }
  function later(sessionId: string): void {
    clearTimeout(timers.get(sessionId));
    timers.set(
      sessionId,
      setTimeout(() => void save(sessionId), SETTLE_MS),
    );
  }
  function type(one: QueueSession, typed: string): void {
    if (typed === shownCount(one)) return;
    if (typed === (one.waiting === null ? "" : String(one.waiting))) drafts.delete(one.sessionId);
    else drafts.set(one.sessionId, typed);
    if (drafts.has(one.sessionId) && countOf(typed) !== null) later(one.sessionId);
    else clearTimeout(timers.get(one.sessionId));
  }
  function step(one: QueueSession, by: 1 | -1): void {
    type(one, String(stepped(countOf(shownCount(one)) ?? 0, by)));
  }
  async function tell(sessionId: string, person: string, note: string): Promise<boolean> {
    const reply = await telling.run({ sessionId, person, note });
    take(reply);
    return reply !== null;
  }
  onScopeDispose(() => {
    for (const [sessionId, timer] of timers) {
      clearTimeout(timer);
      if (drafts.has(sessionId)) void save(sessionId);
    }
  });

  const actFailure = computed(() => counting.failure.value ?? telling.failure.value);
  return { queue: data, failure, loadedAt, actFailure, sessions, first, said, drafts, shownCount, type, step, save, tell, telling: telling.busy };
}

export type Queue = ReturnType<typeof useQueue>;
