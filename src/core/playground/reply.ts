import type { ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';
import { refused } from './answer.ts';
import type { FaultAction } from './fault.ts';
import { expired, Refusal } from './refusal.ts';
import { errorEvent, type Sink } from './watch.ts';

/** A stream into a response. Writing after its end is harmless. */
function sinkOf(response: ServerResponse): Sink {
  return {
    write: (text) => {
      if (!response.writableEnded && !response.destroyed) {
        response.write(text);
      }
    },
    end: () => {
      response.end();
    },
    onClose: (listener) => {
      response.once('close', listener);
    },
  };
}

/** Sends an answer as it should be. */
export function send(response: ServerResponse, answer: Answer): void {
  if (response.destroyed) {
    return;
  }
  if (answer.kind === 'body') {
    const length = Buffer.byteLength(answer.text);
    response.writeHead(answer.status, {
      ...answer.headers,
      'Content-Type': answer.contentType,
      'Content-Length': length,
    });
    response.end(answer.text);
    return;
  }
  if (answer.kind === 'upgrade') {
    answer.run();
    return;
  }
  response.writeHead(200, { 'Content-Type': answer.contentType });
  response.flushHeaders();
  answer.run(sinkOf(response));
}

function sendHalf(response: ServerResponse, answer: Answer): void {
  if (answer.kind === 'upgrade') {
    response.destroy();
    return;
  }
  if (answer.kind === 'body') {
    response.writeHead(answer.status, {
      'Content-Type': answer.contentType,
      'Content-Length': Buffer.byteLength(answer.text),
    });
    response.write(answer.text.slice(0, answer.text.length >> 1), () => response.destroy());
    return;
  }
  response.writeHead(200, { 'Content-Type': answer.contentType });
  response.flushHeaders();
  const whole = sinkOf(response);
  answer.run({ ...whole, write: (text) => response.write(text.slice(0, text.length >> 1), () => response.destroy()) });
}

const endlessChunk = `${' '.repeat(1023)}\n`;
const endlessEveryMs = 20;

function sendEndless(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.write('{"kind":"List","apiVersion":"v1","metadata":{},"items":[');
  const timer = setInterval(() => response.write(endlessChunk), endlessEveryMs);
  timer.unref();
  response.once('close', () => clearInterval(timer));
}

const page =
  '<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><h1>Please sign in to continue</h1></body></html>\n';

function sendText(response: ServerResponse, status: number, contentType: string, text: string): void {
  send(response, { kind: 'body', status, contentType, text });
}

function sendStatus(response: ServerResponse, action: Extract<FaultAction, { kind: 'status' }>): void {
  const reasons: Readonly<Record<number, string>> = {
    401: 'Unauthorized',
    403: 'Forbidden',
    410: 'Expired',
    429: 'TooManyRequests',
    500: 'InternalError',
  };
  const reason = action.reason ?? reasons[action.code] ?? '';
  const seconds = action.retryAfterSeconds;
  const details = seconds === undefined ? undefined : { retryAfterSeconds: seconds };
  send(
    response,
    refused(new Refusal(action.code, reason, action.message ?? (reason || 'refused by the playground'), details)),
  );
}

function sendGone(response: ServerResponse, watching: boolean): void {
  const message = 'too old resource version';
  if (watching) {
    sendText(response, 200, 'application/json', `${errorEvent(message)}\n`);
  } else {
    send(response, refused(expired(message)));
  }
}

/** Mistreats a request as a fault says. `answer` gives the true answer, for the faults that begin with it. */
export function mistreat(response: ServerResponse, action: FaultAction, watching: boolean, answer: () => Answer): void {
  switch (action.kind) {
    case 'status':
      sendStatus(response, action);
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'stall':
      return;
    case 'half':
      sendHalf(response, answer());
      return;
    case 'html':
      sendText(response, action.code ?? 200, 'text/html', page);
      return;
    case 'garbage':
      sendText(response, 200, 'application/json', '\u0000{"kind": Li,\n]]');
      return;
    case 'endless':
      sendEndless(response);
      return;
    case 'silence':
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.flushHeaders();
      return;
    case 'gone':
      sendGone(response, watching);
      return;
    case 'delay':
    case 'cut':
      sendTimed(response, action, answer);
      return;
  }
}

function sendTimed(response: ServerResponse, action: Extract<FaultAction, { ms: number }>, answer: () => Answer): void {
  const timer = setTimeout(() => {
    if (action.kind === 'delay') {
      send(response, answer());
    } else {
      response.destroy();
    }
  }, action.ms);
  timer.unref();
  response.once('close', () => clearTimeout(timer));
  if (action.kind === 'cut') {
    send(response, answer());
  }
}
