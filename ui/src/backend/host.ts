import { CommandFailure, LostReply, isWireError, type Transport } from "./transport";

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
    const source = new EventSource("./changes");
    source.onmessage = (message: MessageEvent<string>) => {
      const topics: unknown = JSON.parse(message.data);
      if (Array.isArray(topics)) listener(topics.filter((topic) => typeof topic === "string"));
    };
    return () => source.close();
  },
};
