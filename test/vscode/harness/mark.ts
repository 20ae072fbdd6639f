/** What each line that the suite prints starts with, so that it can be told from all else that VS Code prints. */
export const suiteMark = '\u2063';
