# What the build takes from the distribution, and the fingerprint of all that goes in.

needs=(
    bash-static bind9-dnsutils binutils busybox-static cpio createrepo-c curl dosfstools e2fsprogs efibootmgr extlinux fdisk grub-efi-amd64-signed iptables
    kmod libpam-modules linux-image-amd64 lvm2 mdadm openssh-client openssh-server rpm shim-signed syslinux-common util-linux zstd
)
[[ -z $from ]] || needs=(binutils busybox-static cpio createrepo-c kmod mmdebstrap rpm util-linux zstd)

install_needs() {
    local name
    local -a missing=()
    for name in "${needs[@]}"; do
        [[ $(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null) == installed ]] || missing+=("$name")
    done
    ((${#missing[@]} > 0)) || return 0
    if ((EUID != 0)); then
        echo "tests/pallet/build: missing packages: ${missing[*]}; run as root once, or install them" >&2
        exit 1
    fi
    local -a apt=(apt-get -qq -o DPkg::Lock::Timeout=300)
    export DEBIAN_FRONTEND=noninteractive
    "${apt[@]}" install -y --no-install-recommends "${missing[@]}" >/dev/null 2>&1 || {
        "${apt[@]}" update
        "${apt[@]}" install -y --no-install-recommends "${missing[@]}" >/dev/null
    }
}

# Every file here with its mode, and every package with its version.
fingerprint() {
    {
        find . -type f ! -name README.md -printf '%m %p\n' | LC_ALL=C sort
        find . -type f ! -name README.md -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
        dpkg-query -W "${needs[@]}" librpm9 libcurl4 libc6
        echo "$machine"
        newest_kernel
    } | sha256sum | cut -d' ' -f1
}

newest_kernel() {
    local -a found
    mapfile -t found < <(printf '%s\n' "$from"/lib/modules/*/kernel | sort -V)
    basename "$(dirname "${found[-1]}")"
}
