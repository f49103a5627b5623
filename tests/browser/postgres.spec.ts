import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { answerForm, atStep, decided, goTo, Keys, NEWCOMER, signOn, toForm } from "./desk.ts";
import { DEMO, Host, program, sample } from "./host.ts";
import { Database, NO_SERVER, SERVER } from "./postgres.ts";

test.skip(SERVER === undefined, NO_SERVER);

/** The demo day until the doors are opened: people, rooms, sessions. The sheet is found from anywhere. */
function untilTheDoors(): string {
  const lines = readFileSync(sample("../rehearsals/demo-day.jsonl"), "utf8").split("\n");
  const first = lines.findIndex((line) => line.includes('"calls.record"'));
  const morning = `{"at": "${DEMO}T07:30:00+08:00", "as": "lead", "command": "sessions.list", "payload": {"day": "${DEMO}"}}`;
  return [...lines.slice(0, first), morning, ""].join("\n").replaceAll("../samples/", sample(""));
}

test("a shared PostgreSQL carries the day from the sign-on over a call to an issued tag", async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), "bidhall-shared-"));
  const database = new Database(SERVER ?? "");
  let host: Host | null = null;
  try {
    const script = join(folder, "until-the-doors.jsonl");
    writeFileSync(script, untilTheDoors());
    execFileSync(program("bidhall"), ["--db", database.url, "rehearse", script], { stdio: ["ignore", "ignore", "pipe"] });

    host = await Host.start(database.url);
    await signOn(page, host, "caller");
    await expect(page.getByTestId("database-state")).toContainText("共用库");
    await goTo(page, "calls");
    await page.getByTestId("call-card").filter({ hasText: "示例甲" }).click();
    await expect(page.getByText("由我办理")).toBeVisible();
    await page.keyboard.press("2");
    await page.getByRole("button", { name: "保存：无人接" }).click();
    await expect(page.getByTestId("call-card").filter({ hasText: "示例甲" })).toHaveAttribute("data-state", "escalated");

    await page.getByRole("button", { name: "交班" }).click();
    await signOn(page, host, "gate1");
    await goTo(page, "gate");
    const keys = new Keys(page);
    await toForm(page, keys);
    await answerForm(page, keys, NEWCOMER);
    await atStep(page, "mask_disposal");
    await keys.press("Enter");
    await decided(page, "admitted");
    const { tags } = await host.ok("tags.list", { day: DEMO }, "supervision");
    await expect(page.getByTestId("tag-code").first()).toHaveText(tags[0]?.code ?? "no tag was issued");
  } finally {
    await host?.stop();
    database.drop();
    rmSync(folder, { recursive: true, force: true });
  }
});
