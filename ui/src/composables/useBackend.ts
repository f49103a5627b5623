import { inject } from "vue";
import { BACKEND, type Backend } from "@/backend";

export function useBackend(): Backend {
  const backend = inject(BACKEND);
  if (!backend) throw new Error("no backend was provided");
  return backend;
}
