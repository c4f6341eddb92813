# Completion for bash: commands, the options that --help lists, and files.
_stopgate() {
  local current=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]} words
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="check review plan post merge init baseline upgrade policy explain fmt console schema --help --version"
  elif [[ $current == -* ]]; then
    words=$("${COMP_WORDS[0]}" "$command" --help 2> /dev/null | grep -oE -- '--[a-z][a-z-]*' | sort -u)
  else
    case "$command" in
      schema) words="policy findings config" ;;
      policy) words="list show test new docs eval migrate" ;;
      *)
        compopt -o default
        return
        ;;
    esac
  fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -F _stopgate stopgate
