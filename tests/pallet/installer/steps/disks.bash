# Which disks there are, what is cleared from them, and the partition tables.

FIRMWARE=bios
DISKS=()
TARGET=/mnt/sysimage
declare -A TOUCHED=()

# Partition types by label: what sfdisk calls them.
declare -A DOS_TYPES=([ext2]=83 [ext3]=83 [ext4]=83 [swap]=82 [vfat]=c [efi]=ef [lvm]=8e [raid]=fd)
declare -A GPT_TYPES=(
    [ext2]=0FC63DAF-8483-4772-8E79-3D69D8477DE4 [ext3]=0FC63DAF-8483-4772-8E79-3D69D8477DE4 [ext4]=0FC63DAF-8483-4772-8E79-3D69D8477DE4
    [swap]=0657FD6D-A4AB-43C4-84E5-0933C84B4F4F [vfat]=EBD0A0A2-B9E5-4433-87C0-68B6B72699C7
    [efi]=C12A7328-F81F-11D2-BA4B-00A0C93EC93B [biosboot]=21686148-6449-6E6F-744E-656564454649
    [lvm]=E6D6D379-F507-44C2-A23C-238F2A3DF928 [raid]=A19D880F-05FC-4D3B-A006-743F0F84911E
)

prepare_disks() {
    if [[ -d /sys/firmware/efi ]]; then
        FIRMWARE=uefi
    fi
    find_disks
    local disk
    for disk in "${DISKS[@]}"; do
        clear_disk "$disk"
    done
    [[ -z ${SEEN[autopart]:-} ]] || plan_automatically
    resolve_sizes
    for disk in "${DISKS[@]}"; do
        partition_disk "$disk"
    done
    make_filesystems
    make_arrays
    make_volume_groups
    make_volumes
}

find_disks() {
    local path name size tries
    for tries in 1 2 3 4 5 6 7 8; do
        for path in /sys/block/*; do
            name=${path##*/}
            read -r size <"$path/size"
            if [[ $name =~ ^(vd|sd|hd|nvme|xvd) && $size -gt 0 && $(<"$path/removable") == 0 ]] && wanted_disk "$name"; then
                DISKS+=("$name")
            fi
        done
        ((${#DISKS[@]} == 0)) || return 0
        sleep "0.$tries"
    done
    fail "no disk to install on"
}

wanted_disk() {
    [[ ,$IGNORED_DISKS, != *",$1,"* && (-z $ONLY_DISKS || ,$ONLY_DISKS, == *",$1,"*) ]]
}

label_of() {
    blkid -p -s PTTYPE -o value "/dev/$1"
}

# clearpart and zerombr. A disk nobody gave leave to write on is refused, not used.
clear_disk() {
    local disk=$1 label listed=yes want=dos
    label=$(label_of "$disk")
    [[ $FIRMWARE == bios ]] || want=gpt
    if [[ -n $CLEAR_DRIVES && ,$CLEAR_DRIVES, != *",$disk,"* ]]; then
        listed=
    fi
    if [[ -z $label ]]; then
        [[ -n $ZERO_MBR || (-n $INIT_LABEL && -n $listed) ]] || fail "/dev/$disk has no partition table, and neither zerombr nor clearpart --initlabel allows to make one"
        new_label "$disk" $want
    elif [[ -n $listed && $CLEAR == all ]]; then
        # Anaconda keeps the kind of label it finds; one the firmware cannot boot from is only good for failing later.
        if [[ -n $INIT_LABEL || $label == "$want" ]]; then
            new_label "$disk" $want
        else
            new_label "$disk" "$label"
        fi
    elif [[ -n $listed && $CLEAR == linux ]]; then
        remove_linux "$disk"
    fi
}

new_label() {
    say "clearing /dev/$1"
    printf 'label: %s\n' "$2" | sfdisk --quiet --wipe always --wipe-partitions always "/dev/$1" ||
        fail "/dev/$1: no new partition table could be written"
}

remove_linux() {
    local node type
    while read -r node type; do
        case ${type^^} in
        83 | 82 | 8E | FD | 0FC63DAF-* | 0657FD6D-* | E6D6D379-* | A19D880F-*)
            say "removing $node"
            sfdisk --quiet --delete "/dev/$1" "${node##*[!0-9]}" || fail "$node could not be removed"
            ;;
        esac
    done < <(sfdisk --dump "/dev/$1" | sed -n 's/^\([^ ]*\) :.*type=\([^ ,]*\).*/\1 \2/p')
}

# free_space DISK: the largest free stretch, as "start sectors".
free_space() {
    sfdisk --list-free --quiet --output Start,Sectors "/dev/$1" | awk 'NR > 1 && $2 > most { most = $2; start = $1 } END { print start + 0, most + 0 }'
}
