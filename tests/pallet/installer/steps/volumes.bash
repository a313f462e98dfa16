# Arrays and logical volumes, by mdadm and lvm.

# No udev runs here, and nobody is asked.
export MDADM_NO_UDEV=1

declare -A ARRAY_NODES=() # mount point -> device
NODES_NAMED=()

# node_named NAME: the device of the partition, or of the array, that a kickstart calls pv.NN or raid.NN.
node_named() {
    local i
    for i in "${!PARTITIONS[@]}"; do
        field "$i"
        if [[ $P_MOUNT == "$1" ]]; then
            echo "${NODES[$i]}"
            return
        fi
    done
    echo "${ARRAY_NODES[$1]:-}"
}

# nodes_named COMMAND NAME...: into NODES_NAMED.
nodes_named() {
    local name node
    NODES_NAMED=()
    for name in "${@:2}"; do
        node=$(node_named "$name")
        [[ -n $node ]] || fail "kickstart: $1: there is no $name"
        NODES_NAMED+=("$node")
    done
}

make_arrays() {
    local line level device members node
    ((${#ARRAYS[@]} > 0)) || return 0
    modprobe -a -q md_mod raid0 raid1 raid456 raid10
    for line in "${ARRAYS[@]}"; do
        IFS=$'\x1f' read -r P_MOUNT P_TYPE level device P_KEEP P_LABEL P_OPTIONS members <<<"$line"
        if [[ -n $P_KEEP ]]; then
            node=$(kept_array "$device")
            [[ -n $node ]] || fail "raid $P_MOUNT --noformat: there is no array $device"
        else
            node=/dev/md$((100 + ${#ARRAY_NODES[@]}))
            nodes_named "raid $P_MOUNT" $members
            mdadm --create "$node" --run --quiet --metadata=1.2 --homehost=any --name="$device" --level="$level" \
                --raid-devices=${#NODES_NAMED[@]} --assume-clean "${NODES_NAMED[@]}" || fail "raid $P_MOUNT could not be made"
            say "array $device of ${NODES_NAMED[*]}"
        fi
        ARRAY_NODES[$P_MOUNT]=$node
        take_filesystem "$node"
    done
}

# kept_array NAME: the device of an array that is there already.
kept_array() {
    local path name
    mdadm --assemble --scan --homehost=any --quiet
    for path in /sys/block/md*; do
        name=$(mdadm --detail --export "/dev/${path##*/}" | sed -n 's/^MD_NAME=\(.*:\)\{0,1\}//p')
        if [[ $name == "$1" || md$name == "$1" ]]; then
            mdadm --readwrite "/dev/${path##*/}" 2>/dev/null
            echo "/dev/${path##*/}"
        fi
    done
}

make_volume_groups() {
    local line name keep members
    ((${#VOLUME_GROUPS[@]} > 0)) || return 0
    modprobe -q dm_mod
    for line in "${VOLUME_GROUPS[@]}"; do
        IFS=$'\x1f' read -r name keep members <<<"$line"
        if [[ -n $keep ]]; then
            lvm vgchange --quiet -ay "$name" || fail "volgroup $name: there is none to be kept"
            continue
        fi
        nodes_named "volgroup $name" $members
        lvm pvcreate --quiet --yes -ff "${NODES_NAMED[@]}" && lvm vgcreate --quiet --yes "$name" "${NODES_NAMED[@]}" ||
            fail "volgroup $name could not be made"
        say "volume group $name of ${NODES_NAMED[*]}"
    done
}

# Those of a fixed size first, so that what grows has the rest.
make_volumes() {
    local line size grow group name existing rest
    for line in "${VOLUMES[@]}"; do
        IFS=$'\x1f' read -r _ _ size grow group name P_KEEP existing rest <<<"$line"
        [[ -n $grow || -n $P_KEEP || -n $existing ]] || make_volume "$group" "$name" --size "${size}m"
    done
    for line in "${VOLUMES[@]}"; do
        IFS=$'\x1f' read -r P_MOUNT P_TYPE size grow group name P_KEEP existing P_LABEL P_OPTIONS <<<"$line"
        [[ -z $grow || -n $P_KEEP || -n $existing ]] || make_volume "$group" "$name" --extents 100%FREE
        take_filesystem "/dev/mapper/${group//-/--}-${name//-/--}"
    done
}

make_volume() {
    lvm lvcreate --quiet --yes --wipesignatures y --name "$2" "${@:3}" "$1" || fail "logvol $2: the volume group $1 has no room for it"
}
