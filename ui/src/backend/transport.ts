import type { WireError } from "./generated";

/** One call as it crosses: the same body for the window and for the test host. */
export interface Call {
  command: string;
  as: string | null;
  token: string | null;
  nonce: string | null;
  payload: unknown;
}

/** Something that carries calls to the desk and changes back. */
export interface Transport {
  send(call: Call): Promise<unknown>;
  onChange(listener: (topics: string[]) => void): () => void;
}

/** The desk answered with an error. */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";
  constructor(
    readonly wire: WireError,
    readonly command: string,
  ) {
    super(wire.code);
  }
}

/** No answer came back: whether the act took place is unknown, and only the same nonce may ask again. */
export class LostReply extends Error {
  override readonly name = "LostReply";
  constructor(readonly command: string) {
    super("lost_reply");
  }
}

export function isWireError(value: unknown): value is WireError {
  return (
    typeof value === "object" &&
    value !== null &&
    "code" in value &&
    typeof value.code === "string" &&
    "detail" in value
  );
}
