import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

/** A superuser's address of a server whose databases may be made and dropped; the test command gives one. */
export const SERVER = process.env["BIDHALL_TEST_POSTGRES"];
export const NO_SERVER = "BIDHALL_TEST_POSTGRES is not set: nothing of this is tested on PostgreSQL";

const psql = ["/usr/lib/postgresql/15/bin/psql", "/usr/lib/postgresql/16/bin/psql", "/usr/lib/postgresql/17/bin/psql"].find(existsSync) ?? "psql";

export function sql(url: string, statement: string): void {
  execFileSync(psql, ["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--dbname", url, "--command", statement], { stdio: ["ignore", "ignore", "pipe"] });
}

/** An empty database of the server. */
export class Database {
  readonly #name = `browser_${process.pid}_${Date.now()}`;
  readonly url: string;

  constructor(private readonly server: string) {
    sql(server, `CREATE DATABASE ${this.#name}`);
    const url = new URL(server);
    url.pathname = `/${this.#name}`;
    this.url = url.toString();
  }

  drop(): void {
    sql(this.server, `DROP DATABASE ${this.#name} WITH (FORCE)`);
  }
}
