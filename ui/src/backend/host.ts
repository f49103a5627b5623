import { CommandFailure, LostReply, isWireError, type Transport } from "./transport";

const listeners = new Set<(topics: string[]) => void>();
let source: EventSource | null = null;

/** One line to the host for everybody who listens: a browser keeps only six open, and the calls need some of them. */
function changes(): EventSource {
  const opened = new EventSource("./changes");
  opened.onmessage = (message: MessageEvent<string>) => {
    const topics: unknown = JSON.parse(message.data);
    if (!Array.isArray(topics)) return;
    const named = topics.filter((topic) => typeof topic === "string");
    for (const listener of [...listeners]) listener(named);
  };
  return opened;
}

/** A plain HTTP host serving the same command list, for browsers. */
export const hostTransport: Transport = {
  async send(call) {
    let answer: unknown;
    try {
      const response = await fetch("./command", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(call),
      });
      answer = await response.json();
    } catch {
      throw new LostReply(call.command);
    }
    if (typeof answer === "object" && answer !== null) {
      if ("error" in answer && isWireError(answer.error)) throw new CommandFailure(answer.error, call.command);
      if ("ok" in answer) return answer.ok;
    }
    throw new LostReply(call.command);
  },
  onChange(listener) {
    listeners.add(listener);
    source ??= changes();
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      source?.close();
      source = null;
    };
  },
};
