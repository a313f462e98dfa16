# The way to the server: drivers, the right interface, an address, and the kickstart.

INTERFACE=
INTERFACE_MAC=
CURL=(curl --silent --show-error --location --connect-timeout 10)

# Every device names the module it wants; one modprobe call takes them all.
load_drivers() {
    local -a aliases
    mapfile -t aliases < <(cat /sys/bus/{pci,virtio,acpi}/devices/*/modalias 2>/dev/null)
    modprobe -a -q "${aliases[@]}"
    mapfile -t aliases < <(cat /sys/bus/virtio/devices/*/modalias 2>/dev/null)
    modprobe -a -q "${aliases[@]}" sd_mod ext4 crc32c_generic vfat nls_cp437 nls_iso8859-1 nls_ascii
    if [[ -d /sys/firmware/efi ]]; then
        modprobe -q efivarfs
    fi
}

interfaces() {
    local path
    for path in /sys/class/net/*; do
        if [[ $(<"$path/type") == 1 && -e $path/device ]]; then
            echo "${path##*/}"
        fi
    done
}

# As Anaconda: BOOTIF for ksdevice=bootif (and whenever nothing else is said), a name, an address, or the first with a link.
choose_interface() {
    local name mac wanted=$KICKSTART_DEVICE bootif=${BOOT_VALUES[BOOTIF]:-}
    local -a names
    mapfile -t names < <(interfaces)
    ((${#names[@]} > 0)) || fail "no network interface with a driver of ours (virtio, e1000, e1000e, pcnet32, 8139, vmxnet3)"
    ip link set lo up
    for name in "${names[@]}"; do
        ip link set "$name" up
    done
    if [[ $wanted == bootif && -z $bootif ]]; then
        fail "ksdevice=bootif, but the loader gave no BOOTIF= (pxelinux: ipappend 2)"
    fi
    if [[ -n $bootif && (-z $wanted || $wanted == bootif) ]]; then
        mac=${bootif#??-}
        wanted=${mac//-/:}
    fi
    if [[ -z $wanted || $wanted == link ]]; then
        wanted=$(first_link "${names[@]}")
    fi
    wanted=${wanted,,}
    for name in "${names[@]}"; do
        mac=$(<"/sys/class/net/$name/address")
        if [[ $name == "$wanted" || $mac == "$wanted" ]]; then
            INTERFACE=$name INTERFACE_MAC=$mac
            return
        fi
    done
    fail "no interface is $wanted; there are ${names[*]}"
}

first_link() {
    local name tries
    for tries in 1 2 3 4 5 6 7 8 9 10; do
        for name in "$@"; do
            if [[ $(<"/sys/class/net/$name/carrier") == 1 ]]; then
                echo "$name"
                return
            fi
        done
        sleep "0.$tries"
    done 2>/dev/null
    echo "$1"
}

bring_up_interface() {
    local address=$STATIC_ADDRESS
    if [[ -n $address ]]; then
        interface="$INTERFACE" ip="$address" subnet=${BOOT_VALUES[netmask]:-255.255.255.0} \
            router=${BOOT_VALUES[gateway]:-} dns=${BOOT_VALUES[dns]:-} /usr/lib/pallet/lease bound
    else
        udhcpc -i "$INTERFACE" -n -q -f -t 10 -T 2 -V "anaconda-Linux $(uname -r -m)" -s /usr/lib/pallet/lease ||
            fail "no DHCP answer on $INTERFACE ($INTERFACE_MAC)"
    fi
    . /tmp/lease
    say "address $LEASE_ADDRESS on $INTERFACE"
}

anaconda_headers() {
    printf '%s\n' "X-Anaconda-Architecture: $(uname -m)" "X-Anaconda-System-Release: $PRODUCT"
    [[ -n $SEND_MACS ]] || return
    local name number=0
    for name in $(interfaces); do
        printf 'X-RHN-Provisioning-MAC-%d: %s %s\n' "$number" "$name" "$(<"/sys/class/net/$name/address")"
        number=$((number + 1))
    done
}

# Anaconda waits where a 503 tells it to, and tries anything else a few times before it stops.
fetch_kickstart() {
    . /etc/buildstamp
    [[ -n $VERIFY_TLS ]] || CURL+=(--insecure)
    CURL+=(--user-agent "anaconda/$ANACONDA_VERSION")
    anaconda_headers >/tmp/anaconda-headers
    local status tries=0 busy=0 wait
    while :; do
        status=$("${CURL[@]}" --header @/tmp/anaconda-headers --dump-header /tmp/ks-headers --output /tmp/ks.cfg \
            --write-out '%{http_code}' "$KICKSTART_URL" 2>/tmp/ks-error)
        if [[ $status == 200 || ($status == 000 && $KICKSTART_URL == file:* && -s /tmp/ks.cfg) ]]; then
            [[ -s /tmp/ks.cfg ]] || fail "$KICKSTART_URL: the kickstart is empty"
            say "kickstart fetched"
            return
        fi
        if [[ $status == 503 ]]; then
            busy=$((busy + 1))
            wait=$(retry_after)
            ((busy <= 50)) || fail "$KICKSTART_URL: the server was busy 50 times (HTTP 503)"
        else
            tries=$((tries + 1)) wait=2
            ((tries < 6)) || fail "$KICKSTART_URL: $(kickstart_refusal "$status")"
        fi
        say "kickstart not served yet ($status), again in $wait s"
        sleep "$wait"
    done
}

retry_after() {
    local name value
    while IFS=': ' read -r name value; do
        value=${value%$'\r'}
        if [[ ${name,,} == retry-after && $value =~ ^[0-9]+$ ]]; then
            echo "$value"
            return
        fi
    done </tmp/ks-headers
    echo $((5 + RANDOM % 26))
}

# What the server said goes on the console: its sentence is the cause.
kickstart_refusal() {
    local line=
    if [[ $1 == 000 ]]; then
        read -r line </tmp/ks-error
        echo "no answer ($line)"
    else
        read -r line </tmp/ks.cfg
        echo "HTTP $1: ${line%$'\r'}"
    fi
}
