# The boot loader: extlinux where the firmware is a BIOS, shim and GRUB where it is UEFI.

install_bootloader() {
    local kernel root label prefix=/boot arguments
    [[ $BOOTLOADER_LOCATION != none ]] || {
        say "no boot loader, as bootloader --location=none says"
        return
    }
    kernel=$(cd "$TARGET/boot" && echo vmlinuz-*)
    [[ -f $TARGET/boot/$kernel ]] || fail "no kernel in /boot after the packages"
    root=$(mounted_node /) label=$(mounted_node /boot)
    if [[ -n $label ]]; then
        prefix=
    fi
    arguments="ro root=UUID=$(blkid -p -s UUID -o value "$root") quiet${CONSOLE_ARGUMENTS[*]:+ ${CONSOLE_ARGUMENTS[*]}}${BOOTLOADER_APPEND:+ $BOOTLOADER_APPEND}"
    "install_for_$FIRMWARE" "${label:-$root}" "$prefix" "$kernel" "$arguments"
    sync
}

mounted_node() {
    local i
    for i in "${!MOUNT_POINTS[@]}"; do
        [[ ${MOUNT_POINTS[i]} != "$1" ]] || echo "${MOUNT_NODES[i]}"
    done
}

# install_for_bios PARTITION PREFIX KERNEL ARGUMENTS
install_for_bios() {
    local disk folder=$TARGET/boot/extlinux serial=
    disk=$(disk_of "$1")
    [[ " ${CONSOLE_ARGUMENTS[*]} " != *" console=ttyS0"* ]] || serial='serial 0 115200'
    mkdir -p "$folder"
    cat >"$folder/extlinux.conf" <<EOF
$serial
default linux
prompt 0
timeout $((BOOTLOADER_TIMEOUT * 10))
label linux
  kernel $2/$3
  initrd $2/initramfs-${3#vmlinuz-}.img
  append $4
EOF
    chroot "$TARGET" extlinux --install /boot/extlinux || fail "extlinux could not be installed"
    if [[ $BOOTLOADER_LOCATION == mbr ]]; then
        local code=mbr.bin
        [[ $(label_of "${disk#/dev/}") == dos ]] || code=gptmbr.bin
        dd if="$TARGET/usr/share/syslinux/$code" of="$disk" bs=440 count=1 conv=notrunc || fail "$disk: the boot code could not be written"
    fi
}

# install_for_uefi PARTITION PREFIX KERNEL ARGUMENTS
install_for_uefi() {
    local esp disk shim=shimx64.efi
    [[ $(uname -m) != aarch64 ]] || shim=shimaa64.efi
    esp=$(mounted_node /boot/efi) disk=$(disk_of "$(mounted_node /boot/efi)")
    # The signed GRUB looks for its configuration where its maker put it.
    mkdir -p "$TARGET/boot/efi/EFI/debian"
    cat >"$TARGET/boot/efi/EFI/centos/grub.cfg" <<EOF
set timeout=$BOOTLOADER_TIMEOUT
set default=0
search --no-floppy --fs-uuid --set=root $(blkid -p -s UUID -o value "$1")
menuentry 'CentOS $PRODUCT_VERSION' {
    linux $2/$3 $4
    initrd $2/initramfs-${3#vmlinuz-}.img
}
EOF
    cp "$TARGET/boot/efi/EFI/centos/grub.cfg" "$TARGET/boot/efi/EFI/debian/grub.cfg"
    [[ -z $LEAVE_BOOT_ORDER ]] || {
        say "boot order left alone, as bootloader --leavebootorder says"
        return
    }
    local number line
    # An entry of an earlier installation would stay beside the new one for ever.
    while read -r line; do
        number=${line#Boot}
        chroot "$TARGET" efibootmgr -q -b "${number:0:4}" -B
    done < <(chroot "$TARGET" efibootmgr | grep -E '^Boot[0-9A-F]{4}.? CentOS( |$|'$'\t'')')
    chroot "$TARGET" efibootmgr -q -c -d "$disk" -p "${esp##*[!0-9]}" -L CentOS -l "\\EFI\\centos\\$shim" || fail "efibootmgr could not add the boot entry"
}

disk_of() {
    case $1 in
    *[0-9]p[0-9]*) echo "${1%p*}" ;;
    *) echo "${1%"${1##*[!0-9]}"}" ;;
    esac
}
