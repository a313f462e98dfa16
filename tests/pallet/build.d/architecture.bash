# What differs from one kind of processor to the other. A pallet for this machine's own kind is made of what is installed here, one for another of a root
# that apt fills and nobody runs anything in.

case $machine in
x86_64) debian=amd64 triplet=x86_64-linux-gnu interpreter=lib64/ld-linux-x86-64.so.2 efi=x64 grub=x86_64-efi-signed ;;
aarch64) debian=arm64 triplet=aarch64-linux-gnu interpreter=lib/ld-linux-aarch64.so.1 efi=aa64 grub=arm64-efi-signed ;;
esac
from=
[[ $machine == "$(uname -m)" ]] || from=$out/.root

# What such a root has: programs, kernel and loaders of the needs, without what only builds.
root_needs=(
    bash-static bind9-dnsutils busybox-static curl dosfstools e2fsprogs efibootmgr fdisk "grub-efi-$debian-signed" iptables libpam-modules
    "linux-image-$debian" lvm2 mdadm openssh-client openssh-server rpm "shim-helpers-$debian-signed" shim-signed util-linux
)

# Once, until what it is to have changes.
fill_root() {
    local list
    local -a sources=()
    [[ ! -e $from/packages || $(<"$from/packages") != "${root_needs[*]}" ]] || return 0
    for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list; do
        [[ ! -s $list ]] || sources+=("$list")
    done
    rm -rf "$from"
    mmdebstrap --quiet --variant=extract --architectures="$debian" --include="$(IFS=, && echo "${root_needs[*]}")" \
        "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$from" "${sources[@]}"
    depmod -b "$from" "$(newest_kernel)"
    echo "${root_needs[*]}" >"$from/packages"
}
