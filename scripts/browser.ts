import { type Browser, chromium } from 'playwright-core';
import { findOnPath, isExecutable } from './command.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'msedge'];

const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The path of a Chromium-like browser: CHROMIUM_EXECUTABLE, else the first on PATH, else one in its usual place. */
export async function findBrowser(): Promise<string | undefined> {
  const named = process.env['CHROMIUM_EXECUTABLE'];
  if (named !== undefined && named !== '') {
    return (await isExecutable(named)) ? named : undefined;
  }
  const onPath = await findOnPath(...names);
  if (onPath !== undefined) {
    return onPath;
  }
  const found = await Promise.all(places.map(isExecutable));
  return places.find((_, index) => found[index]);
}

/** Starts the browser without a window. Throws when there is none. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = await findBrowser();
  if (executablePath === undefined) {
    throw new Error('No Chromium, Google Chrome or Microsoft Edge was found; CHROMIUM_EXECUTABLE can name one.');
  }
  return chromium.launch({ executablePath, args: quiet, headless: true });
}
