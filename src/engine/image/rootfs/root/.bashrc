# Nothing here is for shells that run scripts.
[ -n "$PS1" ] || return

PS1='\h:\w\$ '
HISTCONTROL=ignoreboth
HISTSIZE=10000
shopt -s checkwinsize histappend

alias ls='ls --color=auto'
alias ll='ls -l'
alias grep='grep --color=auto'

. /usr/share/bash-completion/bash_completion
