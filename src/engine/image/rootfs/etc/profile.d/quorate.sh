# A shell that comes without PAM has no locale yet, and may name a terminal that this machine has never heard of.
export LANG="${LANG:-C.UTF-8}"
tput -T "${TERM:-dumb}" longname >/dev/null 2>&1 || export TERM=xterm-256color
