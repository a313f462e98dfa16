# From %packages to installed RPMs.

CHOSEN=()  # names with version, in the order of choice
FETCHED=/tmp/rpms

choose_packages() {
    wishes >/tmp/wishes
    awk -v machine="$(uname -m)" -f /usr/lib/pallet/resolve.awk /tmp/wishes "$OFFERED" >/tmp/choice || fail "the packages could not be resolved"
    local verb first second
    : >/tmp/downloads
    while read -r verb first second; do
        case $verb in
        install)
            CHOSEN+=("$first")
            printf 'url = "%s"\noutput = "%s"\n' "$second" "$FETCHED/$first.rpm" >>/tmp/downloads
            ;;
        missing | nogroup)
            [[ -n ${PACKAGE_OPTION[ignoremissing]:-} || ($verb == nogroup && $first == base) ]] ||
                fail "the $([[ $verb == missing ]] && echo package || echo group) $first is in none of the repositories, and %packages does not say --ignoremissing"
            say "not there, ignored as %packages says: $first"
            ;;
        unmet) fail "$first requires $second, and no package provides it" ;;
        esac
    done </tmp/choice
    ((${#CHOSEN[@]} > 0)) || fail "no packages to install"
    say "packages chosen: ${#CHOSEN[@]}"
}

# What the firmware and every system need, the groups Anaconda adds by itself, then what %packages says.
wishes() {
    local line
    echo "package kernel"
    case $BOOTLOADER_LOCATION/$FIRMWARE in
    none/*) ;;
    */bios) echo "package extlinux" ;;
    */uefi) printf 'package %s\n' shim grub2-efi efibootmgr ;;
    esac
    ((${#ARRAYS[@]} == 0)) || echo "package mdadm"
    ((${#VOLUME_GROUPS[@]} == 0)) || echo "package lvm2"
    [[ -n ${PACKAGE_OPTION[nocore]:-} ]] || echo "group core"
    [[ -n ${PACKAGE_OPTION[nobase]:-} ]] || echo "group base"
    for line in "${PACKAGE_LINES[@]}"; do
        case $line in
        -@*) fail "%packages: $line: a group cannot be taken away here" ;;
        -*) echo "exclude ${line#-}" ;;
        @*)
            line=${line#@}
            line=${line# }
            echo "group ${line%% *}"
            ;;
        *) echo "package ${line%% *}" ;;
        esac
    done
}

install_packages() {
    local total=${#CHOSEN[@]} number=0 line
    mkdir -p "$FETCHED"
    "${CURL[@]}" --fail --fail-early --retry 10 --retry-delay 2 --retry-all-errors --config /tmp/downloads 2>/tmp/download-error || {
        show_log /tmp/download-error 2
        fail "a package the repository names could not be fetched"
    }
    say "packages fetched: $total"
    : >"$TARGET/root/install.log"
    while IFS= read -r line; do
        case $line in
        'pallet-status '*) [[ $line == 'pallet-status 0' ]] || {
            show_log /tmp/rpm.log
            fail "rpm refused the packages"
        } ;;
        *-*-*)
            number=$((number + 1))
            printf 'Installing %s\n' "$line" >>"$TARGET/root/install.log"
            ((number % 5 != 0 && number != total)) || say "packages $number/$total"
            ;;
        esac
    done < <(
        rpm --root "$TARGET" --dbpath /var/lib/rpm -iv "$FETCHED"/*.rpm 2>/tmp/rpm.log
        echo "pallet-status $?"
    )
    rm -r "$FETCHED"
    # rpm goes on when a scriptlet fails; a system so installed is not what the packages promise.
    ! grep -q 'scriptlet failed' /tmp/rpm.log || {
        show_log /tmp/rpm.log
        fail "a package's scriptlet failed"
    }
}
