import { computed, ref, watch } from "vue";
import { CommandFailure, type CallCampaign, type CallCard, type CallView, type Day } from "@/backend";
import { useAct } from "@/composables/useAct";
import { useBackend } from "@/composables/useBackend";
import { useCentreClock } from "@/composables/useCentreClock";
import { useReload } from "@/composables/useReload";
import { text, word } from "@/i18n";
import { roles } from "@/session";
import { may } from "@/session/may";
import { dayPlus } from "@/time/formats";
import { firstExpiry, isSettled, mergedFigures, takenText, type CampaignDay } from "./campaign";

/** No run of days off is longer. */
const FURTHEST = 12;

/** The calls of a campaign on the days that are rung for now, the one that is open, and who holds it. */
export function useCampaign(campaign: CallCampaign) {
  const backend = useBackend();
  const clock = useCentreClock();
  const taking = useAct("calls.next");
  const claiming = useAct("calls.claim");
  const chosenId = ref<string | null>(null);
  const told = ref("");
  /** A call of another campaign that the caller holds: it is served before anything else. */
  const elsewhere = ref<CallCard | null>(null);

  /** Today, and for reminders every day up to the next working day. */
  async function daysNow(): Promise<Day[]> {
    const today = clock.today.value;
    if (campaign !== "reminder") return [today];
    const { days } = await backend.call("calendar.days", { from: dayPlus(today, 1), until: dayPlus(today, FURTHEST) });
    const last = days.findIndex((one) => one.working);
    return [today, ...days.slice(0, last < 0 ? 1 : last + 1).map((one) => one.day)];
  }
  const list = useReload(["calls", "sessions", "settings", "agencies", "roll_call"], async (): Promise<CampaignDay[]> => {
    const days = await daysNow();
    return Promise.all(
      days.map((day): Promise<CampaignDay> => {
        if (may("calls.overview")) return backend.call("calls.overview", { day, campaign });
        return backend.call("calls.list", { day, campaign }).then(({ calls }) => ({ day, calls, figures: [] }));
      }),
    );
  });
  const days = computed(() => list.data.value ?? []);
  const cards = computed<CallCard[]>(() => days.value.flatMap((day) => [...day.calls]));
  const figures = computed(() => mergedFigures(days.value));

  const opened = useReload(["calls", "sessions", "settings", "agencies", "roll_call"], async (): Promise<CallView | null> => {
    return chosenId.value === null || !may("calls.view") ? null : backend.call("calls.view", { callId: chosenId.value });
  });
  const view = computed(() => (opened.data.value?.card.id === chosenId.value ? opened.data.value : null));

  /** A reply of the desk that shows a call as it is now. */
  function take(next: CallView): void {
    chosenId.value = next.card.id;
    opened.put(next);
    void list.reload();
  }

  /** Opens a call; a caller who opens one by hand holds it, unless it is done with or somebody else does. */
  async function open(card: CallCard): Promise<void> {
    told.value = "";
    elsewhere.value = null;
    claiming.failure.value = null;
    chosenId.value = card.id;
    const shown = opened.reload();
    if (roles.value.includes("caller") && !isSettled(card) && card.claim === null) {
      const claimed = await claiming.run({ callId: card.id });
      if (claimed !== null && chosenId.value === card.id) return take(claimed);
      // Somebody was quicker: the bar of the call says who.
      if (claiming.failure.value instanceof CommandFailure && claiming.failure.value.wire.code === "call_claimed") {
        claiming.failure.value = null;
        void opened.reload();
        void list.reload();
      }
    }
    await shown;
  }

  async function next(): Promise<void> {
    const reply = await taking.run({ campaign });
    if (reply === null) return;
    const card = reply.call?.card ?? null;
    elsewhere.value = card !== null && card.campaign !== campaign ? card : null;
    if (elsewhere.value !== null) {
      told.value = text("calls.take.holding", { agency: elsewhere.value.agencyName, campaign: word("callCampaign", elsewhere.value.campaign) });
      return;
    }
    told.value = takenText(reply, reply.call !== null, clock.formatMoment);
    if (reply.call !== null) take(reply.call);
    else void list.reload();
  }

  // A claim runs out without anybody telling us.
  const expired = computed(() => {
    const end = firstExpiry(cards.value);
    return end !== null && clock.now.value.getTime() >= end;
  });
  watch(expired, (is) => {
    if (!is) return;
    void list.reload();
    void opened.reload();
  });
  watch(clock.today, () => void list.reload());

  return { list, days, cards, figures, chosenId, opened, view, told, elsewhere, taking, claiming, open, next, take };
}
