import { isTree, type Tree } from '../tree.ts';

/** Texts that YAML takes for what they are, whoever reads it. */
const plain = /^[A-Za-z][\w./@-]*$/;
const special = /^(?:true|false|yes|no|on|off|y|n|null|nan|inf)$/i;
/** Base64 and addresses, which no reader takes for anything else either. */
const opaque = /^[A-Za-z][\w./+:-]*[\w/]={0,2}$/;

function scalar(value: unknown): string {
  const bare = typeof value === 'string' && (plain.test(value) || opaque.test(value)) && !special.test(value);
  return bare ? value : (JSON.stringify(value) ?? 'null');
}

function isNested(value: unknown): boolean {
  return (Array.isArray(value) && value.length > 0) || (isTree(value) && Object.keys(value).length > 0);
}

function lines(value: unknown, indent: string): readonly string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item): readonly string[] => {
      const [first = '', ...rest] = isNested(item) ? lines(item, `${indent}  `) : [`${indent}  ${scalar(item)}`];
      return [`${indent}- ${first.slice(indent.length + 2)}`, ...rest];
    });
  }
  return Object.entries(value as Tree).flatMap(([key, member]): readonly string[] =>
    member === undefined
      ? []
      : isNested(member)
        ? [`${indent}${scalar(key)}:`, ...lines(member, `${indent}  `)]
        : [`${indent}${scalar(key)}: ${scalar(member)}`],
  );
}

/** A JSON object as YAML in blocks. */
export function yamlText(tree: Tree): string {
  return Object.keys(tree).length === 0 ? '{}\n' : `${lines(tree, '').join('\n')}\n`;
}
