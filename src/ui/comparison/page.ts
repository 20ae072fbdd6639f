/** What the page of a panel is made from. */
export interface PageParts {
  readonly title: string;
  /** Shown until the first message comes. */
  readonly loading: string;
  readonly language: string;
  /** What VS Code calls the origin of the files of a webview. */
  readonly cspSource: string;
  readonly script: string;
  readonly style: string;
  /** Lets this one script run, and no other. */
  readonly nonce: string;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/gu, (c) => `&#${c.codePointAt(0)};`);
}

/** The document of the page: an empty body, a script and a style sheet. No text of a cluster is ever in it. */
export function pageHtml({ title, loading, language, cspSource, script, style, nonce }: PageParts): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<link rel="stylesheet" href="${escaped(style)}">
</head>
<body>
<main class="empty" role="status"><p>${escaped(loading)}</p></main>
<script nonce="${nonce}" src="${escaped(script)}"></script>
</body>
</html>
`;
}
