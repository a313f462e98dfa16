# %pre and %post: a script, an interpreter, the installer's root or the new one.

# read_script_head KIND HEAD: the options of a section's first line, into OPTION.
read_script_head() {
    local known='--interpreter= --log= --logfile= --erroronfail'
    [[ $1 == pre ]] || known+=' --nochroot'
    split_words "$2"
    take_options "%$1" "$known" "${WORDS[@]:1}"
    no_arguments "%$1"
}

# run_script KIND HEAD BODY PLACE
run_script() {
    local kind=$1 body=$3 root=$TARGET log interpreter status
    KICKSTART_LINE=$4
    read_script_head "$kind" "$2"
    if [[ $kind == pre || -n ${OPTION[nochroot]:-} ]]; then
        root=
    fi
    interpreter=${OPTION[interpreter]:-/bin/sh}
    log=$root${OPTION[log]:-${OPTION[logfile]:-/tmp/ks-script-$BASHPID-$RANDOM.log}}
    mkdir -p "${log%/*}"
    local name
    name=$(mktemp "$root/tmp/ks-script-XXXXXX")
    cat "$body" >"$name"
    chmod 700 "$name"
    if [[ -n $root ]]; then
        chroot "$root" $interpreter "${name#"$root"}" >>"$log" 2>&1
    else
        $interpreter "$name" >>"$log" 2>&1
    fi
    status=$?
    ((status != 0)) || return
    say "%$kind at line $4 ended with status $status"
    show_log "$log" 3
    [[ -z ${OPTION[erroronfail]:-} ]] || fail "%$kind at line $4 ended with status $status and says --erroronfail"
}

run_post_scripts() {
    local i number=0 total=0 kind
    for kind in "${SCRIPT_KINDS[@]}"; do
        [[ $kind != post ]] || total=$((total + 1))
    done
    for ((i = 0; i < ${#SCRIPT_KINDS[@]}; i++)); do
        [[ ${SCRIPT_KINDS[i]} == post ]] || continue
        number=$((number + 1))
        say "post $number/$total"
        run_script post "${SCRIPT_HEADS[i]}" "$WORK/script-$i" "${SCRIPT_PLACES[i]}"
    done
}

# What was written must be on the disk before anything hears of it.
finish() {
    cp /tmp/anaconda.log "$TARGET/var/log/anaconda.log"
    sync
    umount -r -l "$TARGET/sys/firmware/efi/efivars" 2>/dev/null
    umount "$TARGET/dev/pts" "$TARGET/dev" "$TARGET/sys" "$TARGET/proc"
    local i
    for ((i = ${#MOUNT_POINTS[@]} - 1; i >= 0; i--)); do
        umount "$TARGET${MOUNT_POINTS[i]%/}" || mount -o remount,ro "$TARGET${MOUNT_POINTS[i]%/}"
    done
    sync
    say "installed"
    case $FINISH in
    reboot) reboot -f ;;
    poweroff) poweroff -f ;;
    halt) halt -f ;;
    *)
        say "the kickstart says neither reboot nor poweroff: waiting"
        stay
        ;;
    esac
}
