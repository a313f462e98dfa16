# From `part` lines to partitions, file systems and mounts.

MIB=2048 # sectors
declare -A NODES=()        # index of PARTITIONS -> device
declare -A SIZES=()        # index -> MiB
declare -A PLACES=()       # index -> disk
MOUNT_POINTS=() MOUNT_NODES=()
FSTAB=()

# field INDEX: takes one planned partition apart into the variables below.
field() {
    IFS=$'\x1f' read -r P_MOUNT P_TYPE P_SIZE P_GROW P_MAX P_DISK P_ONPART P_KEEP P_LABEL P_OPTIONS <<<"${PARTITIONS[$1]}"
}

# autopart, without Anaconda's logical volumes: what the firmware needs, /boot, some swap, and / over the rest.
plan_automatically() {
    [[ $FIRMWARE == bios ]] || add_partition /boot/efi efi 64 '' '' '' '' '' '' ''
    add_partition /boot ext4 96 '' '' '' '' '' '' ''
    add_partition swap swap 64 '' '' '' '' '' '' ''
    add_partition / ext4 256 yes '' '' '' '' '' ''
}

# Gives every partition a disk and a size. The growing ones of a disk share what is left equally, up to their --maxsize.
resolve_sizes() {
    local i memory
    local -A used=() growing=()
    memory=$(awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo)
    for i in "${!PARTITIONS[@]}"; do
        field "$i"
        if [[ -n $P_ONPART ]]; then
            [[ -b /dev/$P_ONPART ]] || fail "part $P_MOUNT --onpart=$P_ONPART: there is no such partition"
            NODES[$i]=/dev/$P_ONPART
            continue
        fi
        PLACES[$i]=${P_DISK:-${DISKS[0]}}
        [[ " ${DISKS[*]} " == *" ${PLACES[$i]} "* ]] || fail "part $P_MOUNT --ondisk=$P_DISK: there is no such disk; there are ${DISKS[*]}"
        SIZES[$i]=$P_SIZE
        [[ $P_SIZE != recommended ]] || SIZES[$i]=$((memory < 2048 ? memory : memory / 2 + 1024))
        [[ $P_TYPE != efi || ${SIZES[$i]} -ge 40 ]] || SIZES[$i]=40 # FAT32 begins there
        used[${PLACES[$i]}]=$((${used[${PLACES[$i]}]:-0} + ${SIZES[$i]}))
        [[ -z $P_GROW ]] || growing[${PLACES[$i]}]+=" $i"
    done
    local disk
    for disk in "${!used[@]}"; do
        share_rest "$disk" "${used[$disk]}" "${growing[$disk]:-}"
    done
}

share_rest() {
    local disk=$1 start sectors rest i count share
    local -a growing
    read -r start sectors < <(free_space "$disk")
    rest=$((sectors / MIB - 1 - $2))
    ((rest >= 0)) || fail "/dev/$disk: the partitions want $2 MB and only $((sectors / MIB - 1)) MB are free"
    read -ra growing <<<"$3"
    count=${#growing[@]}
    for i in "${growing[@]}"; do
        field "$i"
        share=$((rest / count))
        if [[ -n $P_MAX && $((SIZES[$i] + share)) -gt $P_MAX ]]; then
            share=$((P_MAX > SIZES[$i] ? P_MAX - SIZES[$i] : 0))
        fi
        SIZES[$i]=$((SIZES[$i] + share)) rest=$((rest - share)) count=$((count - 1))
    done
}

# A boot partition comes first whatever the order of the lines, as Anaconda does it: old firmware reads only the disk's beginning.
partition_order() {
    local i
    for i in "${!PARTITIONS[@]}"; do
        field "$i"
        case $P_MOUNT in
        biosboot) echo "0 $i" ;;
        /boot/efi) echo "1 $i" ;;
        /boot) echo "2 $i" ;;
        /) echo "3 $i" ;;
        *) echo "4 $i" ;;
        esac
    done | sort -n -k1,1 -k2,2 | cut -d' ' -f2
}

partition_disk() {
    local disk=$1 label i start sectors number active=
    local -a lines=() mine=()
    label=$(label_of "$disk")
    read -r start sectors < <(free_space "$disk")
    start=$(((start + MIB - 1) / MIB * MIB))
    for i in $(partition_order); do
        [[ ${PLACES[$i]:-} == "$disk" ]] || continue
        field "$i"
        local type=${DOS_TYPES[$P_TYPE]:-}
        [[ $label == dos ]] || type=${GPT_TYPES[$P_TYPE]}
        [[ -n $type ]] || fail "part $P_MOUNT: a $label label has no such partition"
        lines+=("start=$start, size=$((SIZES[$i] * MIB)), type=$type$([[ $label == gpt || -n $active || ($P_MOUNT != / && $P_MOUNT != /boot) ]] || echo ', bootable')")
        [[ $P_MOUNT != / && $P_MOUNT != /boot ]] || active=yes
        start=$((start + SIZES[$i] * MIB))
        mine+=("$i")
    done
    ((${#mine[@]} > 0)) || return
    if [[ $label == dos && ${#mine[@]} -gt 4 ]]; then
        fail "/dev/$disk: ${#mine[@]} partitions, and this installer makes no extended ones"
    fi
    local -A before=()
    for number in $(partition_numbers "$disk"); do
        before[$number]=yes
    done
    printf '%s\n' "${lines[@]}" | sfdisk --quiet --append --wipe-partitions always "/dev/$disk" || fail "/dev/$disk could not be partitioned"
    for number in $(partition_numbers "$disk"); do
        [[ -z ${before[$number]:-} ]] || continue
        NODES[${mine[0]}]=$(node_of "$disk" "$number")
        mine=("${mine[@]:1}")
    done
    say "partitioned /dev/$disk"
}

partition_numbers() {
    sfdisk --dump "/dev/$1" | sed -n 's/^[^ ]*[^0-9]\([0-9]*\) :.*/\1/p'
}

node_of() {
    case $1 in
    *[0-9]) echo "/dev/$1p$2" ;;
    *) echo "/dev/$1$2" ;;
    esac
}

make_filesystems() {
    local i tries
    for i in "${!PARTITIONS[@]}"; do
        field "$i"
        for tries in 1 2 3 4 5 6 7 8; do
            [[ ! -b ${NODES[$i]} ]] || break
            sleep "0.$tries"
        done
        [[ -b ${NODES[$i]} ]] || fail "the kernel shows no ${NODES[$i]} after partitioning"
        take_filesystem "${NODES[$i]}"
    done
}

# take_filesystem NODE: makes what the fields say, unless it is kept, and has it mounted.
take_filesystem() {
    local uuid options=${P_OPTIONS:-defaults}
    [[ $P_TYPE != biosboot && $P_TYPE != lvm && $P_TYPE != raid ]] || return 0
    [[ -n $P_KEEP ]] || make_filesystem "$1"
    uuid=$(blkid -p -s UUID -o value "$1")
    [[ -n $uuid ]] || fail "$P_MOUNT: $1 carries no file system"
    case $P_MOUNT in
    swap) FSTAB+=("UUID=$uuid swap swap $options 0 0") ;;
    *)
        FSTAB+=("UUID=$uuid $P_MOUNT ${P_TYPE/#efi/vfat} $options 1 $([[ $P_MOUNT == / ]] && echo 1 || echo 2)")
        MOUNT_POINTS+=("$P_MOUNT") MOUNT_NODES+=("$1")
        ;;
    esac
}

make_filesystem() {
    local -a label=()
    case $P_TYPE in
    ext*)
        [[ -z $P_LABEL ]] || label=(-L "$P_LABEL")
        # Loaders of the age of extlinux cannot read the newer features.
        "mkfs.$P_TYPE" -q -F -O ^64bit,^metadata_csum,^metadata_csum_seed,^orphan_file -E lazy_itable_init=1,lazy_journal_init=1,nodiscard "${label[@]}" "$1"
        ;;
    swap) mkswap "${label[@]}" "$1" ;;
    vfat | efi) mkfs.vfat -F 32 "$1" ;;
    biosboot) ;;
    esac || fail "$P_MOUNT: no $P_TYPE could be made on $1"
}

mount_target() {
    local order=() line i
    mapfile -t order < <(for i in "${!MOUNT_POINTS[@]}"; do echo "${MOUNT_POINTS[i]} ${MOUNT_NODES[i]}"; done | sort)
    MOUNT_POINTS=() MOUNT_NODES=()
    mkdir -p "$TARGET"
    for line in "${order[@]}"; do
        MOUNT_POINTS+=("${line% *}") MOUNT_NODES+=("${line#* }")
        mkdir -p "$TARGET${line% *}"
        mount "${line#* }" "$TARGET${line% *}" || fail "${line#* } could not be mounted on ${line% *}"
    done
    [[ " ${MOUNT_POINTS[*]} " == *" / "* ]] || fail "kickstart: no part /"
    [[ $FIRMWARE == bios || " ${MOUNT_POINTS[*]} " == *" /boot/efi "* ]] || fail "kickstart: this firmware is UEFI and there is no part /boot/efi"
    mkdir -p "$TARGET"/{dev,proc,sys,tmp,var/log,var/lib/rpm,root,etc}
    chmod 1777 "$TARGET/tmp"
    mount --bind /dev "$TARGET/dev"
    mount --bind /dev/pts "$TARGET/dev/pts"
    mount -t proc proc "$TARGET/proc"
    mount -t sysfs sysfs "$TARGET/sys"
    [[ $FIRMWARE == bios ]] || mount -t efivarfs efivarfs "$TARGET/sys/firmware/efi/efivars"
}
