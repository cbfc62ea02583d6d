import type { Command } from 'commander'
import { fitting, type Fitting } from './complete.ts'
import { Exit, type Io } from './io.ts'
import type { Shell } from './shells.ts'

/** `netsplit completion SHELL`: prints the script for a shell. */
export const completionCommand = (shell: Shell, io: Io): number => {
  io.stdout.write(scripts[shell])
  return Exit.asExpected
}

/** `netsplit complete -- WORD...`: prints what may come next, a word with its description on each line. */
export const completeCommand = (main: Command, words: readonly string[], io: Io): number => {
  const { words: found, paths } = fitting(main, words)
  const lines = found.map(([word, about]) => (about === '' ? word : `${word}\t${about}`))
  const all = [...lines, ...marks[paths]]
  io.stdout.write(all.map((line) => `${line}\n`).join(''))
  return Exit.asExpected
}

/** By these lines a script knows that paths fit, too. No word begins with a colon. */
const marks: Readonly<Record<Fitting['paths'], readonly string[]>> = {
  none: [],
  files: [':files'],
  folders: [':folders'],
}

/*
 * The scripts ask the netsplit that is called, so that they need not change with it.
 */

const bash = `# netsplit: completion for bash
_netsplit_paths() {
  local path
  # So that a folder gets its slash; bash before 4 cannot.
  compopt -o filenames 2>/dev/null
  while IFS= read -r path; do COMPREPLY+=("$path"); done < <(compgen "$@")
}
_netsplit() {
  local current=\${COMP_WORDS[COMP_CWORD]#=} line
  COMPREPLY=()
  while IFS= read -r line; do
    case $line in
      :files) _netsplit_paths -f -- "$current" ;;
      :folders) _netsplit_paths -d -- "$current" ;;
      *) COMPREPLY+=("\${line%%$'\\t'*}") ;;
    esac
  done < <("$1" complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _netsplit netsplit
`

const zsh = `#compdef netsplit
# netsplit: completion for zsh
_netsplit() {
  local line kind=none
  local -a told
  local -a typed
  typed=("\${(@)words[2,CURRENT]}")
  for line in "\${(@f)$(\${words[1]} complete -- "\${(@)typed}" 2>/dev/null)}"; do
    case $line in
      '') ;;
      :files|:folders) kind=$line ;;
      *) told+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}") ;;
    esac
  done
  [[ $PREFIX == --*=* ]] && compset -P '*='
  (( $#told )) && _describe netsplit told
  case $kind in
    :files) _files ;;
    :folders) _files -/ ;;
  esac
}
if [[ $funcstack[1] == _netsplit ]]; then _netsplit "$@"; else compdef _netsplit netsplit; fi
`

const fish = `# netsplit: completion for fish
function __netsplit_words
  set -l typed (commandline -opc) (commandline -ct)
  set -l before (string match -r -- '^--[^=]*=' (commandline -ct))
  set -l current (string replace -r -- '^--[^=]*=' '' (commandline -ct))
  for line in ($typed[1] complete -- $typed[2..-1] 2>/dev/null)
    switch $line
      case :files
        __fish_complete_path $current | string replace -r -- '^' "$before"
      case :folders
        __fish_complete_directories $current | string replace -r -- '^' "$before"
      case '*'
        echo -- "$before$line"
    end
  end
end
complete -c netsplit -f -a '(__netsplit_words)'
`

const scripts: Readonly<Record<Shell, string>> = { bash, zsh, fish }
