# The settings of the kickstart, written into the new system.

configure_system() {
    {
        printf '%s\n' "${FSTAB[@]}" | sort -k 2,2 # /boot/efi lies on /boot
        printf '%s\n' 'tmpfs /dev/shm tmpfs defaults 0 0' 'devpts /dev/pts devpts gid=5,mode=620 0 0'
    } >"$TARGET/etc/fstab"
    cp /tmp/ks.cfg "$TARGET/root/anaconda-ks.cfg"
    chmod 600 "$TARGET/root/anaconda-ks.cfg"
    cp /etc/resolv.conf "$TARGET/etc/resolv.conf"
    mkdir -p "$TARGET/etc/sysconfig/network-scripts" "$TARGET/etc/selinux"
    printf 'LANG="%s"\n' "$LANGUAGE" >"$TARGET/etc/sysconfig/i18n"
    printf 'KEYTABLE="%s"\n' "$KEYBOARD" >"$TARGET/etc/sysconfig/keyboard"
    printf 'ZONE="%s"\nUTC=%s\n' "$TIMEZONE" "$([[ -n $TIMEZONE_UTC ]] && echo true || echo false)" >"$TARGET/etc/sysconfig/clock"
    printf 'SELINUX=%s\nSELINUXTYPE=targeted\n' "${SELINUX:-enforcing}" >"$TARGET/etc/selinux/config"
    configure_network
    set_password root "$ROOT_PASSWORD"
    add_users
    local service
    for service in "${SERVICES_ON[@]}"; do
        chroot "$TARGET" chkconfig "$service" on || fail "services --enabled: $service is no service here"
    done
    for service in "${SERVICES_OFF[@]}"; do
        chroot "$TARGET" chkconfig "$service" off || say "services --disabled: $service is no service here"
    done
}

# --hostname, or the name the DHCP server gave, or none.
configure_network() {
    local name=${HOSTNAME_WANTED:-${LEASE_HOSTNAME:-localhost.localdomain}} line
    if [[ -z $HOSTNAME_WANTED && -n ${LEASE_HOSTNAME:-} && -n ${LEASE_DOMAIN:-} && $LEASE_HOSTNAME != *.* ]]; then
        name=$LEASE_HOSTNAME.$LEASE_DOMAIN
    fi
    printf 'NETWORKING=yes\nHOSTNAME=%s\n' "$name" >"$TARGET/etc/sysconfig/network"
    hostname "$name"
    if ((${#NETWORKS[@]} == 0)); then
        NETWORKS=("link|dhcp|||||yes|")
    fi
    for line in "${NETWORKS[@]}"; do
        write_interface "$line"
    done
}

write_interface() {
    local device proto address netmask gateway servers onboot mtu name server number=0
    IFS='|' read -r device proto address netmask gateway servers onboot mtu <<<"$1"
    case ${device,,} in
    link | bootif) device=$INTERFACE ;;
    *:*)
        for name in $(interfaces); do
            [[ $(<"/sys/class/net/$name/address") != "${device,,}" ]] || device=$name
        done
        ;;
    esac
    [[ -d /sys/class/net/$device ]] || fail "network --device=$device: there is no such interface"
    {
        printf 'DEVICE="%s"\nBOOTPROTO="%s"\nHWADDR="%s"\nONBOOT="%s"\nTYPE="Ethernet"\n' "$device" "$proto" "$(<"/sys/class/net/$device/address")" "$onboot"
        [[ $proto != static ]] || printf 'IPADDR="%s"\nNETMASK="%s"\n' "$address" "$netmask"
        [[ -z $gateway ]] || printf 'GATEWAY="%s"\n' "$gateway"
        [[ -z $mtu ]] || printf 'MTU="%s"\n' "$mtu"
        for server in ${servers//,/ }; do
            number=$((number + 1))
            printf 'DNS%d="%s"\n' "$number" "$server"
        done
    } >"$TARGET/etc/sysconfig/network-scripts/ifcfg-$device"
}

set_password() {
    local line
    while IFS= read -r line; do
        case $line in
        "$1:"*)
            line=${line#"$1":}
            printf '%s:%s:%s\n' "$1" "$2" "${line#*:}"
            ;;
        *) printf '%s\n' "$line" ;;
        esac
    done <"$TARGET/etc/shadow" >/tmp/shadow
    cat /tmp/shadow >"$TARGET/etc/shadow"
}

add_users() {
    local line name password uid home shell groups gecos
    for line in "${USERS[@]}"; do
        IFS='|' read -r name password uid home shell groups gecos <<<"$line"
        chroot "$TARGET" useradd -m ${uid:+-u "$uid"} ${home:+-d "$home"} ${shell:+-s "$shell"} ${groups:+-G "$groups"} ${gecos:+-c "$gecos"} "$name" ||
            fail "user --name=$name could not be made"
        set_password "$name" "$password"
    done
}
