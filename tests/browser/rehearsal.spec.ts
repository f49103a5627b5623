import { expect, goTo, signOn, test } from "./desk.ts";

test.beforeEach(async ({ page, host }) => {
  await host.demo("doors");
  await signOn(page, host, "lead");
  await goTo(page, "rehearsal");
});

test("the scripted clock stands until it is run, and stands again when it is paused", async ({ page, host }) => {
  await expect(page.getByText("已暂停")).toBeVisible();
  const before = (await host.ok("centre.view", {})).now;
  expect((await host.ok("centre.view", {})).now).toBe(before);
  await page.keyboard.press("F7");
  await expect(page.getByText("走时中")).toBeVisible();
  await page.getByRole("radio", { name: "60 倍" }).check();
  await expect(page.getByTestId("clock")).not.toHaveText(/^07:3[0-1]/);
  await page.keyboard.press("F7");
  await expect(page.getByText("已暂停")).toBeVisible();
  const stopped = (await host.ok("centre.view", {})).now;
  expect(Date.parse(stopped)).toBeGreaterThan(Date.parse(before));
  await page.reload();
  expect((await host.ok("centre.view", {})).now).toBe(stopped);
});

test("a step plays exactly the next event and puts the clock there", async ({ page, host }) => {
  const next = page.locator("[data-testid=event][data-state=next]");
  await expect(next).toHaveCount(1);
  const seq = await next.getAttribute("data-seq");
  const { eventsLeft } = (await host.ok("centre.view", {})).clock ?? { eventsLeft: 0 };
  await page.keyboard.press("F8");
  await expect(page.locator(`[data-testid=event][data-seq="${seq}"]`)).toHaveAttribute("data-state", "played");
  await expect(page.getByTestId("clock")).toHaveText(/^07:50:0/);
  expect((await host.ok("centre.view", {})).clock?.eventsLeft).toBe(eventsLeft - 1);
});

test("a speed chosen while the clock stands is the speed it runs at", async ({ page, host }) => {
  await page.getByRole("radio", { name: "60 倍" }).check();
  await expect(page.getByRole("radio", { name: "60 倍" })).toBeChecked();
  await page.keyboard.press("F7");
  await expect(page.getByText("走时中")).toBeVisible();
  await expect.poll(async () => (await host.ok("centre.view", {})).clock?.speed).toBe(60);
});
