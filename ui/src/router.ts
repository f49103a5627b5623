import { createMemoryHistory, createRouter, type RouteRecordRaw } from "vue-router";
import type { PlaceName } from "@/views/shell/places";

const place = (name: PlaceName, path: string, component: RouteRecordRaw["component"], bare = false): RouteRecordRaw =>
  ({ name, path, component, meta: { place: name, bare } }) as RouteRecordRaw;

/** The gate's faces share one component, so that a check stays as it is behind the others. */
const gatePlace = () => import("@/views/gate/cases/GatePlace.vue");

/** One route a place; what is opened inside a place is told by its query, so that a link can lead there. */
export function placesRouter() {
  return createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: "/", redirect: { name: "today" } },
      place("today", "/today", () => import("@/views/today/TodayView.vue")),
      place("sessions", "/sessions", () => import("@/views/sessions/SessionsView.vue")),
      place("calls", "/calls", () => import("@/views/calls/CallsView.vue")),
      place("gate", "/gate", gatePlace, true),
      { ...place("gate", "/gate/cases", gatePlace, true), name: "gate-cases" },
      { ...place("gate", "/gate/overview", gatePlace, true), name: "gate-overview" },
      place("tags", "/tags", () => import("@/views/tags/TagsView.vue")),
      place("rooms", "/rooms", () => import("@/views/rooms/RoomsView.vue")),
      place("rounds", "/rounds", () => import("@/views/rounds/RoundsView.vue")),
      place("papers", "/papers", () => import("@/views/papers/PapersView.vue")),
      place("summary", "/summary", () => import("@/views/summary/SummaryView.vue")),
      place("rehearsal", "/rehearsal", () => import("@/views/rehearsal/RehearsalView.vue")),
      place("settings", "/settings", () => import("@/views/settings/SettingsView.vue")),
    ],
  });
}
