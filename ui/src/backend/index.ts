import type { InjectionKey } from "vue";
import { WRITE_COMMANDS, type Commands } from "./generated";
import { hostTransport } from "./host";
import { CommandFailure, type Transport } from "./transport";
import { windowTransport } from "./window";

export * from "./generated";
export type { Day, Instant } from "./moments";
export { CommandFailure, LostReply, isWireError, type Transport } from "./transport";
export type { Topic } from "./topics";

export type Command = keyof Commands;
export type Request<C extends Command> = Commands[C]["request"];
export type Reply<C extends Command> = Commands[C]["reply"];

export interface CallOptions {
  /** Asks again for an act whose reply was lost; without it a write gets a nonce of its own. */
  nonce?: string;
}

export interface Backend {
  call<C extends Command>(command: C, request: Request<C>, options?: CallOptions): Promise<Reply<C>>;
  onChange(listener: (topics: string[]) => void): () => void;
}

export const BACKEND: InjectionKey<Backend> = Symbol("backend");

export function newNonce(): string {
  return crypto.randomUUID();
}

export function isWrite(command: Command): boolean {
  return WRITE_COMMANDS.includes(command);
}

/** Who stands between the screens and the desk: a real centre has sign-ins and locks. */
export interface Gatekeeper {
  token(): string | null;
  /** Resolves when the command may be asked. */
  ready(command: Command): Promise<void>;
  refused(failure: CommandFailure): void;
}

const NOBODY: Gatekeeper = { token: () => null, ready: () => Promise.resolve(), refused: () => undefined };

/** Puts the person who is signed on, their token and the nonce onto every call. */
export function backendOver(transport: Transport, signedOn: () => string | null, gatekeeper: Gatekeeper = NOBODY): Backend {
  return {
    async call<C extends Command>(command: C, request: Request<C>, options?: CallOptions) {
      const nonce = isWrite(command) ? (options?.nonce ?? newNonce()) : null;
      await gatekeeper.ready(command);
      try {
        // The reply's shape is the command list's promise; both sides are generated from it.
        return (await transport.send({ command, as: signedOn(), token: gatekeeper.token(), nonce, payload: request })) as Reply<C>;
      } catch (caught) {
        if (caught instanceof CommandFailure) gatekeeper.refused(caught);
        throw caught;
      }
    },
    onChange: (listener) => transport.onChange(listener),
  };
}

/** The window when the page runs in the desktop shell, the HTTP host otherwise. */
export function transportOfThisPage(): Transport {
  return "__TAURI_INTERNALS__" in globalThis ? windowTransport : hostTransport;
}
