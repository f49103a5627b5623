import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import { CommandFailure, LostReply, isWireError, type Transport } from "./transport";

/** The desktop window: one command of the shell forwards to the desk. */
export const windowTransport: Transport = {
  async send(call) {
    try {
      return await invoke("command", { call });
    } catch (failure) {
      if (isWireError(failure)) throw new CommandFailure(failure, call.command);
      throw new LostReply(call.command);
    }
  },
  onChange(listener) {
    let stopped = false;
    let stop: (() => void) | null = null;
    void listen<string[]>("changes", (event) => listener(event.payload)).then((unlisten) => {
      if (stopped) unlisten();
      else stop = unlisten;
    });
    return () => {
      stopped = true;
      stop?.();
    };
  },
};
