# The two small systems that live in memory: the installer, and what mounts the root of the installed system.

build_installer() {
    local tree=$work/installer
    mkdir -p "$tree"/{bin,sbin,etc,proc,sys,dev,tmp,root,mnt/sysimage,usr/lib/pallet,usr/lib/rpm,usr/bin,usr/sbin,var/lib/rpm}
    install -m 755 "$(found busybox bin usr/bin)" "$tree/bin/busybox"
    install -m 755 "$(found bash-static bin usr/bin)" "$tree/bin/bash"
    copy_program "$tree" usr/bin curl rpm
    copy_program "$tree" usr/sbin mke2fs mkfs.vfat sfdisk blkid mdadm lvm
    copy_libraries "$tree" $(libraries_of "$tree"/usr/bin/* "$tree"/usr/sbin/*)
    copy_glibc "$tree"
    local name
    for name in ext2 ext3 ext4; do
        ln -s mke2fs "$tree/usr/sbin/mkfs.$name"
    done
    link_busybox "$tree"
    cp "$from/etc/mke2fs.conf" "$tree/etc/"
    cp -r "$from"/usr/lib/rpm/{rpmrc,macros,macros.d,platform} "$tree/usr/lib/rpm/"
    settings_of_lvm "$tree"
    copy_modules "$tree" $disk_modules $other_modules $storage_modules
    install -m 755 installer/init "$tree/init"
    install -m 755 installer/lease "$tree/usr/lib/pallet/lease"
    install -m 644 installer/steps/*.bash installer/*.awk "$tree/usr/lib/pallet/"
    printf '%s\n' "PRODUCT='$product'" "PRODUCT_VERSION='$version'" "ANACONDA_VERSION='$anaconda'" >"$tree/etc/buildstamp"
    pack "$tree" "$1"
}

# There is no udev that could say what devices there are.
settings_of_lvm() {
    mkdir -p "$1/etc/lvm"
    cat >"$1/etc/lvm/lvm.conf" <<'EOF'
devices { obtain_device_list_from_udev = 0 use_devicesfile = 0 external_device_info_source = "none" }
activation { udev_sync = 0 udev_rules = 0 monitoring = 0 verify_udev_operations = 0 }
backup { backup = 0 archive = 0 }
global { use_lvmpolld = 0 use_lvmlockd = 0 event_activation = 0 }
EOF
}

# Every busybox applet under its name, but for those where the real program is there.
link_busybox() {
    local path
    while read -r path; do
        if [[ ! -e $1/bin/${path##*/} && ! -e $1/usr/bin/${path##*/} && ! -e $1/usr/sbin/${path##*/} && " sh bash linuxrc rpm dpkg dpkg-deb mke2fs mkfs.ext2 " != *" ${path##*/} "* ]]; then
            mkdir -p "$1/${path%/*}"
            ln -s /bin/busybox "$1/$path"
        fi
    done < <(busybox --list-full)
    ln -sf bash "$1/bin/sh"
}

build_initramfs() {
    local tree=$work/initramfs
    mkdir -p "$tree/bin"
    install -m 755 "$(found busybox bin usr/bin)" "$tree/bin/busybox"
    install -m 755 initramfs/init "$tree/init"
    copy_modules "$tree" $disk_modules
    pack "$tree" "$1"
}
