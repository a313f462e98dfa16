# What the machine says: one marker per line, on every console there is.

CONSOLES=()

# Markers belong on the serial line whatever console= says: it is what a lab reads.
open_consoles() {
    CONSOLES=(/dev/console)
    local active
    read -r active </sys/class/tty/console/active
    if [[ " $active " != *" ttyS0 "* ]] && : 2>/dev/null >/dev/ttyS0; then
        CONSOLES+=(/dev/ttyS0)
    fi
    echo 1 >/proc/sys/kernel/printk # a kernel message in the middle of a marker would split it
    exec </dev/null >>/tmp/anaconda.log 2>&1
    local console
    for console in "${CONSOLES[@]}"; do
        printf '\r\n' >"$console" # firmware and loaders leave the cursor in the middle of a line
    done
}

say() {
    local console
    for console in "${CONSOLES[@]}"; do
        printf 'pallet: %s\r\n' "$*" >"$console"
    done
    printf 'pallet: %s\n' "$*"
}

# The end of a failed installation. Anaconda stops at a dialog and waits for a person; so do we.
fail() {
    say "FAILED $*"
    stay
}

# The last lines of a log, so that whoever reads the console sees the cause.
show_log() {
    local line
    while IFS= read -r line; do
        say "| $line"
    done < <(tail -n "${2:-8}" "$1")
}

stay() {
    while :; do
        sleep 3600
    done
}
