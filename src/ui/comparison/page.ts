/** What the page of a panel is made from. */
export interface PageParts {
  readonly title: string;
  /** Shown until the first message comes. */
  readonly loading: string;
  readonly language: string;
  /** What VS Code calls the origin of the files of a webview. */
  readonly cspSource: string;
  /** The address of the folder that the style sheet's own addresses are relative to. */
  readonly folder: string;
  /** Our script, as text: it runs while VS Code would still be fetching it. */
  readonly script: string;
  /** Our style sheet, as text. */
  readonly style: string;
  /** Lets this one script and this one style sheet in, and no other. */
  readonly nonce: string;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/gu, (c) => `&#${c.codePointAt(0)};`);
}

/** An address between quotes in a style sheet. It is encoded already, and what is encoded twice leads nowhere. */
function quoted(address: string): string {
  return `"${address.replace(/["\\<>\s]/gu, encodeURIComponent)}`;
}

/** The document of the page: an empty body, our script and our style sheet. No text of a cluster is ever in it. */
export function pageHtml({ title, loading, language, cspSource, folder, script, style, nonce }: PageParts): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
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
<style nonce="${nonce}">${style.replaceAll('url("./', () => `url(${quoted(folder)}/`)}</style>
</head>
<body>
<main class="empty" role="status"><p>${escaped(loading)}</p></main>
<script nonce="${nonce}">${script}</script>
</body>
</html>
`;
}
