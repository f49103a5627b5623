import { computed, inject, onScopeDispose, ref, shallowRef, type InjectionKey } from "vue";
import type { Backend, CentreView, Day, Instant } from "@/backend";
import { locale, text } from "@/i18n";
import { clockText, dayPlus, dayText, instantAt, minutesInto, spanOf, wall } from "@/time/formats";

export type CentreClock = ReturnType<typeof centreClock>;
export const CENTRE_CLOCK: InjectionKey<CentreClock> = Symbol("centre clock");

const SYNC_MS = 30_000;

/** The centre's clock: asked from the desk, ticking here in between at the speed it runs. */
export function centreClock(backend: Backend, steady: () => number = () => performance.now()) {
  const centre = shallowRef<CentreView | null>(null);
  const now = ref(new Date(0));
  let askedAt = 0;

  const zone = computed(() => centre.value?.zone ?? "Asia/Shanghai");
  const today = computed<Day>(() => (centre.value ? wall(now.value, zone.value).day : "1970-01-01"));

  function speed(view: CentreView): number {
    if (!view.clock) return 1;
    return view.clock.running ? view.clock.speed : 0;
  }

  function tick(): void {
    const view = centre.value;
    if (!view) return;
    const at = Date.parse(view.now) + (steady() - askedAt) * speed(view);
    // Nothing on a screen is finer than a second, and everything that shows the time is drawn anew.
    if (Math.floor(at / 1000) !== Math.floor(now.value.getTime() / 1000)) now.value = new Date(at);
  }

  function take(view: CentreView): void {
    askedAt = steady();
    centre.value = view;
    tick();
  }

  async function sync(): Promise<void> {
    take(await backend.call("centre.view", {}));
  }

  /** Starts ticking and re-asking; the returned function stops both. */
  function start(): () => void {
    const ticking = setInterval(tick, 250);
    const quietly = (): void => void sync().catch(() => undefined);
    const asking = setInterval(quietly, SYNC_MS);
    const unlisten = backend.onChange(quietly);
    quietly();
    return () => {
      clearInterval(ticking);
      clearInterval(asking);
      unlisten();
    };
  }

  return {
    centre,
    now,
    zone,
    today,
    sync,
    take,
    start,
    /** 09:05 on the centre's wall, wherever this computer thinks it is. */
    formatClock: (instant: Instant | Date, seconds = false) => clockText(instant, zone.value, seconds),
    /** 2020年3月12日 星期四 */
    formatDay: (day: Day, style: "long" | "short" = "long") => dayText(day, locale.value, style),
    /** The time, with the day before it when that is not today. */
    formatMoment(instant: Instant | Date): string {
      const { day } = wall(instant, zone.value);
      const time = clockText(instant, zone.value);
      if (day === today.value) return time;
      if (day === dayPlus(today.value, -1)) return `${text("common.yesterday")} ${time}`;
      if (day === dayPlus(today.value, 1)) return `${text("common.tomorrow")} ${time}`;
      return `${dayText(day, locale.value, "short")} ${time}`;
    },
    countdown(instant: Instant): string {
      const span = spanOf(Date.parse(instant) - now.value.getTime());
      return text(`common.${span.unit}`, span.params);
    },
    dayOf: (instant: Instant | Date): Day => wall(instant, zone.value).day,
    minutesInto: (day: Day, instant: Instant | Date) => minutesInto(day, instant, zone.value),
    instantAt: (day: Day, time: string) => instantAt(day, time, zone.value),
  };
}

export function useCentreClock(): CentreClock {
  const clock = inject(CENTRE_CLOCK);
  if (!clock) throw new Error("no centre clock was provided");
  return clock;
}

/** Keeps the clock running as long as the calling scope lives. */
export function runCentreClock(clock: CentreClock): void {
  onScopeDispose(clock.start());
}
