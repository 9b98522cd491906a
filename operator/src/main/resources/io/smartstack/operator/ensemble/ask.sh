# Asks the member of this pod a four-letter word and looks for an answer: ask.sh WORD PATTERN
exec 3<>"/dev/tcp/${SMARTSTACK_HOST:-127.0.0.1}/2181" || exit 1
printf '%s' "$1" >&3
grep -q -- "$2" <&3
