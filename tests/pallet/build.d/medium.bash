# The outside of the medium: what a frontend recognizes it by, and what a node boots.

product=CentOS
version=6.6
anaconda=13.21.229
timestamp=1414159978.0

build_medium() {
    local os=$1
    mkdir -p "$os/images/pxeboot"
    install -m 644 "$from/boot/vmlinuz-$kernel" "$os/images/pxeboot/vmlinuz"
    build_installer "$os/images/pxeboot/initrd.img"
    printf '%s\n' "$timestamp" "$product $version" "$machine" 1 >"$os/.discinfo"
    cat >"$os/.treeinfo" <<EOF
[general]
family = $product
timestamp = $timestamp
variant =
totaldiscs = 1
version = $version
discnum = 1
packagedir = Packages
arch = $machine

[images-$machine]
kernel = images/pxeboot/vmlinuz
initrd = images/pxeboot/initrd.img

[checksums]
images/pxeboot/vmlinuz = $(checksum "$os/images/pxeboot/vmlinuz")
images/pxeboot/initrd.img = $(checksum "$os/images/pxeboot/initrd.img")
EOF
}

checksum() {
    echo "sha256:$(sha256sum <"$1" | cut -d' ' -f1)"
}
