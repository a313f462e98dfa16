# Taking programs, libraries and kernel modules out of the machine this runs on, or out of the root of another kind.

library_folder=lib/$triplet
glibc='libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1 libresolv.so.2 libnss_dns.so.2 libnss_files.so.2'

# copy_program TREE FOLDER NAME...
copy_program() {
    local tree=$1 folder=$2 name
    shift 2
    mkdir -p "$tree/$folder"
    for name in "$@"; do
        cp -L "$(found "$name" usr/sbin usr/bin sbin bin)" "$tree/$folder/$name"
    done
}

# found NAME FOLDER...: the path of a file in the first folder that has it.
found() {
    local name=$1
    shift
    while (($#)); do
        if [[ -e $from/$1/$name ]]; then
            echo "$from/$1/$name"
            return
        fi
        shift
    done
    echo "tests/pallet/build: there is no $name" >&2
    return 1
}

# libraries_of PROGRAM...: paths of what they load, and of what that loads, without the C library.
libraries_of() {
    local name
    local -a left=("$@")
    local -A paths=()
    while ((${#left[@]} > 0)); do
        while read -r name; do
            if [[ -z ${paths[$name]:-} && " $glibc ${interpreter##*/} " != *" $name "* ]]; then
                paths[$name]=$(found "$name" "$library_folder" "usr/$library_folder")
                left+=("${paths[$name]}")
            fi
        done < <(readelf -d "${left[0]}" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
        left=("${left[@]:1}")
    done
    printf '%s\n' "${paths[@]}" | LC_ALL=C sort
}

# copy_libraries TREE PATH...: under the name the loader asks for.
copy_libraries() {
    local tree=$1 path
    shift
    mkdir -p "$tree/$library_folder"
    for path in "$@"; do
        install -m 755 "$(realpath "$path")" "$tree/$library_folder/$(basename "$path")"
    done
}

copy_glibc() {
    local name
    for name in $glibc; do
        copy_libraries "$1" "$(found "$name" "$library_folder" "usr/$library_folder")"
    done
    install -D -m 755 "$(realpath "$from/$interpreter")" "$1/$interpreter"
}

# The drivers of the machines we meet: QEMU's and VirtualBox's.
disk_modules='virtio_pci virtio_blk virtio_scsi sd_mod ahci ata_piix ata_generic mptspi mptsas nvme ext4 crc32c_generic'
other_modules='virtio_net virtio_rng e1000 e1000e pcnet32 8139cp 8139too vmxnet3 vfat nls_cp437 nls_iso8859-1 nls_ascii efivarfs button evdev'

storage_modules='md_mod raid0 raid1 raid456 raid10 dm_mod'
link_modules='bonding 8021q bridge'
firewall_modules='iptable_filter iptable_nat xt_conntrack xt_state xt_tcpudp ipt_REJECT nf_nat'

# copy_modules TREE MODULE...: those there are, with all they depend on, and the tables modprobe reads.
copy_modules() {
    local tree=$1 path
    shift
    local -a paths
    mapfile -t paths < <(modprobe -d "$from/" -S "$kernel" -D -a "$@" | awk '$1 == "insmod" { print $2 }' | sort -u)
    for path in "${paths[@]}"; do
        install -D -m 644 "$path" "$tree/lib/modules/$kernel/${path#*/lib/modules/"$kernel"/}"
    done
    cp "$from/lib/modules/$kernel"/modules.{builtin,builtin.modinfo,order} "$tree/lib/modules/$kernel/"
    depmod -b "$tree" "$kernel"
}

# pack TREE FILE: level 19 would save an eighth of the size for ten times the work.
pack() {
    (cd "$1" && find . -print0 | LC_ALL=C sort -z | cpio --quiet --null -o -H newc -R 0:0 --reproducible) | zstd -q -T0 -12 -f -o "$2"
}
