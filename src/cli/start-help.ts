/** What `netsplit init --help` says after the list of options. */
export const initHelp = `
Examples:
  netsplit init                      in this folder
  netsplit init my-protocols         in a folder of its own
  netsplit init --models design --editor vscode

An existing package.json gets the scripts models:check, models:test and
models:types, and the packages netsplit, vitest and typescript, where it lacks
them. No file is overwritten: where one is there, all that are are named, and
nothing is written. npm create netsplit does the same.
Exit status: 0 written, 2 wrong command, or files are there already.
`

/** What `netsplit new --help` says after the list of options. */
export const newHelp = `
Examples:
  netsplit new my-raft --from raft           writes my-raft.ts
  netsplit new models/orders --from cap-cp   and what it imports beside it

The copy has the name of its file, and checks as the model does. Files that a
model imports are copied, too, under names of their own. Nothing is overwritten.
Exit status: 0 written, 2 wrong command, or a file is there already.
`

/** What `netsplit doctor --help` says after the list of options. */
export const doctorHelp = `
It looks at the versions of Node and netsplit, loads and checks a small model in
TypeScript, and looks at processors, memory, limits of the container, options of
Node, the folder for temporary files, and which netsplit and vitest the files of
a project find. Each line says ok, or do and what.
Exit status: 0 all is well, 1 something is to be done, 2 wrong command or file.
`

/** What `netsplit completion --help` says after the list of options. */
export const completionHelp = `
Where it goes:
  bash  eval "$(netsplit completion bash)"        in ~/.bashrc
  zsh   eval "$(netsplit completion zsh)"         in ~/.zshrc, after compinit
  fish  netsplit completion fish > ~/.config/fish/completions/netsplit.fish

Commands, options, their values and bundled models are completed as the netsplit
that is called has them. It must be found by the name netsplit: put it on the
PATH (npm install --global netsplit), as a shell completes nothing after npx.
`
