import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';

/** A row of a list: its place among all, and what a screen reader says. */
export interface Target {
  readonly index: number;
  readonly aria: string;
}

declare global {
  /** Takes the guard away, and gives whether it let everything through. */
  var endAim: (() => boolean) | undefined;
}

function guard(target: Target): void {
  // A menu may be under the pointer by the time the button is let go.
  const judged = ['pointerdown', 'mousedown', 'click', 'contextmenu'];
  const types = [...judged, 'pointerup', 'mouseup', 'auxclick'];
  let hit = true;
  const check = (event: Event): void => {
    const row = event.target instanceof Element ? event.target.closest('.monaco-list-row') : null;
    const met =
      row?.getAttribute('aria-label') === target.aria && Number(row.getAttribute('data-index')) === target.index;
    hit &&= met || !judged.includes(event.type);
    if (!hit) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  };
  for (const type of types) {
    window.addEventListener(type, check, true);
  }
  globalThis.endAim = () => {
    for (const type of types) {
      window.removeEventListener(type, check, true);
    }
    return hit;
  };
}

/** Where a row is drawn, as long as it is there and says the same. */
export function rowAt(rows: Locator, { index, aria }: Target): Locator {
  return rows.and(rows.page().locator(`[data-index="${index}"][aria-label=${JSON.stringify(aria)}]`));
}

/**
 * Lets `press` use the pointer's buttons on a row of a list, and lets nothing of that through that meets another. VS Code uses an element
 * for another row when it paints a list again, so one that was found a moment ago may be another by now. Throws where the row was missed.
 */
export async function pressRow(rows: Locator, target: Target, press: (row: Locator) => Promise<void>): Promise<void> {
  const page = rows.page();
  await page.evaluate(guard, target);
  let hit: boolean | undefined;
  try {
    await press(rowAt(rows, target));
  } finally {
    hit = await page.evaluate(() => globalThis.endAim?.());
  }
  assert.ok(hit, `The row ${target.aria} was painted again under the pointer.`);
}
