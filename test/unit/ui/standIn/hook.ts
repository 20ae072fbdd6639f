import { registerHooks } from 'node:module';

const standIn = new URL('./vscode.ts', import.meta.url).href;

// What imports `vscode` has to be imported after this, by `import()`.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'vscode' ? { url: standIn, shortCircuit: true } : next(specifier, context),
});
