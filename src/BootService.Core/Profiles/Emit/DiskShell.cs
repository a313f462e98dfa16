using System.Globalization;
using System.Text;
using BootService.Core.Disks;

namespace BootService.Core.Profiles.Emit;

/// <summary>The shell by which an install script finds disks. It must work in every installer: dash, bash and BusyBox.</summary>
internal static class DiskShell
{
    /// <summary>
    /// <c>disks</c> lists a machine's own disks as size in sectors and name, the smallest first, of equal ones that at the first place:
    /// no removable ones, no USB, no path to a SAN, no member of a multipath device. <c>disk_of WORD</c> is the name of one; nothing when there is none.
    /// FAILED and TOLD are filled in.
    /// </summary>
    private const string Text = """
        # Where a disk hangs, as two words that sort: kernels name disks anew at each boot, and drivers count in the order of their ports. SAS disks are
        # counted as they are found, so the phy says it.
        place() {
            where=$(readlink -f "$1")
            case $where in
            */virtual/nvme*) where=$(for one in "$1"/device/nvme[0-9]*; do readlink -f "$one"; done | sort | head -n 1) ;;
            */end_device-*)
                phy=$(cat "${where%%/target*}"/sas_device/*/phy_identifier 2> /dev/null)
                where=${where%%/host[0-9]*}/phy$phy/$(cat "$1/device/wwid" 2> /dev/null)
                ;;
            esac
            echo "$where/${1##*/}" | tr -d ' \t' |
                sed -e 's|^\(.*/[0-9a-f]*:[0-9a-f]*:[0-9a-f]*\.[0-9a-f]*\)/|\1 /|' -e t -e 's|^|- |' |
                sed -e :a -e 's/\( .*[^0-9]\)\([0-9]\{1,5\}\)\([^0-9]\|$\)/\10\2\3/' -e ta
        }
        disks() {
            for path in /sys/block/*; do
                name=${path##*/}
                case $name in
                loop*|ram*|zram*|sr*|fd*|dm-*|md*|nbd*|mtdblock*|*boot[0-9]|*rpmb) continue ;;
                esac
                [ "$(cat "$path/removable")" = 1 ] && continue
                [ "$(cat "$path/size")" -gt 0 ] || continue
                case $(readlink -f "$path") in
                */usb[0-9]*|*/rport-*|*/session[0-9]*) continue ;;
                esac
                cat "$path/device/transport" "$path"/device/nvme*/transport 2> /dev/null | grep -q -v pcie && continue
                cat "$path"/holders/*/dm/uuid 2> /dev/null | grep -q '^mpath-' && continue
                echo "$(cat "$path/size") $(place "$path") $(echo "$name" | tr '!' '/')"
            done | LC_ALL=C sort -k 1,1n -k 2 | cut -d ' ' -f 1,4
        }

        """ + Block + """
        plain() { tr -cd 'A-Za-z0-9._:-' | tr 'A-Z' 'a-z'; }
        about() {
            for file in serial device/serial wwid device/wwid; do
                [ -r "$(block "$1")/$file" ] && plain < "$(block "$1")/$file" && echo
            done
            [ -r "$(block "$1")/device/vpd_pg80" ] && tail -c +5 "$(block "$1")/device/vpd_pg80" | plain && echo
            command -v udevadm > /dev/null 2>&1 && udevadm info --query=property --name="$1" 2> /dev/null |
                sed -n 's/^ID_SERIAL=\|^ID_SERIAL_SHORT=\|^ID_WWN=//p' | plain_lines
        }
        plain_lines() { while read -r one; do echo "$one" | plain; echo; done; }
        disk_of() {
            case $1 in
            first) disks | sort -k 2 | head -n 1 | cut -d ' ' -f 2 ;;
            smallest) disks | head -n 1 | cut -d ' ' -f 2 ;;
            largest) disks | tail -n 1 | cut -d ' ' -f 2 ;;
            serial=*)
                wanted=$(echo "${1#serial=}" | plain)
                wanted=${wanted#0x}
                disks | while read -r size name; do
                    about "$name" | sed 's/^0x//; s/^naa\.//; s/^eui\.//' | grep -q -x -F "$wanted" && { echo "$name"; break; }
                done
                ;;
            model~*)
                wanted=$(echo "${1#model~}" | plain)
                disks | while read -r size name; do
                    { cat "$(block "$name")/device/model" 2> /dev/null; echo; } | plain | grep -q -F "$wanted" && { echo "$name"; break; }
                done
                ;;
            size\>*) disks | while read -r size name; do [ $((size / 2048)) -gt "${1#size>}" ] && { echo "$name"; break; }; done ;;
            size\<*) disks | while read -r size name; do [ $((size / 2048)) -lt "${1#size<}" ] && { echo "$name"; break; }; done ;;
            /dev/*) [ -e "$1" ] && readlink -f "$1" | sed 's:^/dev/::' ;;
            *) [ -d "$(block "$1")" ] && echo "$1" ;;
            esac
        }
        there_are() { disks | while read -r size name; do printf ' %s of %s MB' "$name" $((size / 2048)); done; }
        stop() {
            for screen in /dev/console /dev/tty1; do
                [ -w "$screen" ] && printf '\r\n*** bootservice: %s ***\r\n' "$1" > "$screen"
            done
            echo "$1"
            echo "$1" > /tmp/stack-disks.log
            FAILED
            trap - EXIT
            exit 1
        }
        untouched='; nothing was touched'
        refuse() { stop "$1$untouched"; }
        tell() {
            echo "$1"
            TOLD
        }

        """;

    private const string Block = """
        block() { echo "/sys/block/$(echo "$1" | tr / '!')"; }

        """;

    private const string Wiping = """
        wipe() {
            echo "wiping $1"
            command -v wipefs > /dev/null && wipefs -a -f "/dev/$1"
            # A second label and RAID superblocks lie at the end.
            megabytes=$(($(cat "$(block "$1")/size") / 2048))
            dd if=/dev/zero of="/dev/$1" bs=1M count=4
            [ "$megabytes" -gt 8 ] && dd if=/dev/zero of="/dev/$1" bs=1M seek=$((megabytes - 4))
        }

        """;

    /// <summary>What is needed besides where partitions are kept.</summary>
    public const string Keeping = """
        parts() {
            for part in "$(block "$1")"/*/partition; do
                [ -e "$part" ] || continue
                folder=${part%/partition}
                # An extended partition holds others, and the kernel shows a block of it.
                [ "$(cat "$folder/size")" -gt 8 ] && echo "${folder##*/}" | tr '!' '/'
            done
        }
        # A protective entry says that there is a GPT. The kernel reads none whose first copy is damaged, or was made for blocks of another size.
        unread() {
            [ "$(dd if="/dev/$1" bs=1 skip=450 count=1 2> /dev/null | tr -d '\000' | LC_ALL=C tr '\356' E)" = E ] || return 1
            octets=$(cat "$(block "$1")/queue/logical_block_size")
            [ "$(dd if="/dev/$1" bs="$octets" skip=1 count=1 2> /dev/null | head -c 8 | tr -d '\000')" = 'EFI PART' ] || return 0
            [ "$(dd if="/dev/$1" bs="$octets" skip=2 count=$((16384 / octets)) 2> /dev/null | tr -d '\000' | wc -c)" -gt 0 ]
        }
        blank() {
            [ -z "$(parts "$1")" ] || return 1
            # It ends with 8 and says nothing where signatures of several kinds contradict each other.
            seen=$(blkid -p -s TYPE -o value "/dev/$1" 2> /dev/null) || [ $? -ne 8 ] || return 1
            [ -z "$seen" ] && ! unread "$1"
        }
        labelled() {
            for part in $(parts "$1"); do
                [ "$(blkid -p -s LABEL -o value "/dev/$part" 2> /dev/null)" = "$2" ] && { echo "$part"; break; }
            done
        }
        elsewhere() {
            for other in $named $(disks | cut -d ' ' -f 2); do
                part=$(labelled "$other" "$1")
                [ -n "$part" ] && [ "$(blkid -p -s TYPE -o value "/dev/$part" 2> /dev/null)" = "$2" ] && { echo "$part"; break; }
            done
        }
        # What machines boot from: an EFI system partition, one of GRUB's, a PReP one. Where
        # blkid does not tell the kinds of partitions, as in Enterprise Linux 6, there are no others than the first.
        boots() {
            case $(blkid -p -s PART_ENTRY_TYPE -o value "/dev/$1" 2> /dev/null) in
            c12a7328-f81f-11d2-ba4b-00a0c93ec93b|0xef|21686148-6449-6e6f-744e-656564454649|9e1a2d38-c612-4316-aa26-8b49521e5a8b|0x41) return 0 ;;
            '') [ "$(blkid -p -s TYPE -o value "/dev/$1" 2> /dev/null) $(blkid -p -s LABEL -o value "/dev/$1" 2> /dev/null)" = 'vfat ' ] ;;
            *) return 1 ;;
            esac
        }
        ours() { for part in $(parts "$1"); do boots "$part" || echo "$part"; done; }
        # All at once, or the last first: logical partitions are numbered anew when one before them goes.
        drop() {
            disk=$1 numbers=
            shift
            for part in "$@"; do
                echo "removing $part"
                command -v wipefs > /dev/null && wipefs -a -f "/dev/$part"
                numbers="$numbers $(cat "$(block "$disk")/$(echo "$part" | tr / '!')/partition")"
            done
            numbers=$(echo $numbers | tr ' ' '\n' | sort -r -n)
            [ -z "$numbers" ] || sfdisk --quiet --delete "/dev/$disk" $numbers || for number in $numbers; do parted -s "/dev/$disk" rm "$number"; done
            command -v udevadm > /dev/null 2>&1 && udevadm settle
        }

        """;

    /// <summary>The functions of which the lines below are made.</summary>
    /// <param name="reports">Where what was found and what is refused are told; null to say nothing.</param>
    public static string Library(ReportUrls? reports)
    {
        var plus = "$(printf '%s' \"$1\" | tr -c 'A-Za-z0-9._:;,/-' '+')";
        var (failed, told) = reports is null ? (":", ":") : (
            ReportScript.Call(ReportScript.InInstaller, $"{reports.Failed}?why={plus}", 30, "/tmp/stack-disks.log"),
            ReportScript.Call(ReportScript.InInstaller, $"{reports.Stage("disk")}?what={plus}", 5));
        return (Text + Wiping).Replace("FAILED", failed, StringComparison.Ordinal).Replace("TOLD", told, StringComparison.Ordinal);
    }

    /// <summary>Takes every trace from a disk of which all is replaced: what begins at its ends and where its partitions begin.</summary>
    /// <param name="name">A shell word that is the disk's name.</param>
    public static string Clear(string name) => Block + Wiping + $$"""
        disk={{name}}
        for part in "$(block "$disk")"/*/partition; do
            part=${part%/partition}
            [ ! -e "$part" ] || dd if=/dev/zero of="/dev/$(echo "${part##*/}" | tr '!' '/')" bs=64k count=1
        done
        wipe "$disk"

        """;

    /// <summary>A disk as people read of it.</summary>
    public static string Shown(DiskWord disk) => disk.Text is "first" or "smallest" or "largest" ? $"the {disk.Text} disk" : disk.Text;

    /// <summary>Puts the name of a disk into a variable of the script; a machine that has none such is refused.</summary>
    public static string Find(string variable, DiskWord disk) =>
        $"{variable}=$(disk_of {ShellWord.Quote(disk.Sought)})\n"
        + $"[ -n \"${variable}\" ] || refuse \"no disk of this machine is {Shown(disk)}, there are$(there_are)\"\n";

    /// <summary>Refuses a disk that partitions do not fit on.</summary>
    /// <param name="variable">The variable with its name.</param>
    /// <param name="disk">What was sought.</param>
    /// <param name="wanted">What they take together, in MB.</param>
    public static string Fit(string variable, DiskWord disk, long wanted) => string.Create(
        CultureInfo.InvariantCulture,
        $"size=$(($(cat \"$(block ${variable})/size\") / 2048)); [ \"$size\" -ge {wanted} ] || "
        + $"refuse \"the partitions of {Shown(disk)} want {wanted} MB and ${variable} has $size\"\n");

    /// <summary>Tells which disk the system goes to.</summary>
    public static string Tell(string variable, DiskWord disk) =>
        $"tell \"the system goes to ${variable}, which is {Shown(disk)} of$(there_are)\"\n";

    /// <summary>Several disks one after the other, each with its variable <c>disk</c>: none may be meant twice. Their names are in <c>found</c> then.</summary>
    /// <param name="disks">What is sought, the system's disk first.</param>
    /// <param name="fits">What partitions of each take together, in MB; null where that is not looked at.</param>
    /// <param name="wipes">Whether all other disks are wiped.</param>
    public static string FindAll(IReadOnlyList<DiskWord> disks, Func<DiskWord, long>? fits, bool wipes)
    {
        var script = new StringBuilder("found=\n");
        for (var at = 0; at < disks.Count; at++)
        {
            script.Append(Find("disk", disks[at]))
                .Append($"case \" $found \" in *\" $disk \"*) refuse \"$disk is meant twice, once by {Shown(disks[at])}\" ;; esac\n")
                .Append(fits?.Invoke(disks[at]) is > 0 and var wanted ? Fit("disk", disks[at], wanted) : "")
                .Append(at == 0 ? Tell("disk", disks[at]) : "").Append("found=\"$found $disk\"\n");
        }

        return script.Append(wipes ? "for disk in $(disks | cut -d ' ' -f 2); do case \" $found \" in *\" $disk \"*) ;; *) wipe \"$disk\" ;; esac; done\n" : "")
            .ToString();
    }

    /// <summary>
    /// What is needed besides where arrays or logical volumes are kept. Nothing of it writes to a disk: arrays are put together read-only.
    /// </summary>
    public const string KeepingVolumes = """
        awake() {
            modprobe -a -q md_mod raid0 raid1 raid456 raid10 dm_mod 2> /dev/null
            command -v mdadm > /dev/null && mdadm --assemble --scan --config=partitions --homehost=any --readonly --quiet
            for group in "$@"; do lvm vgchange -ay "$group" 2> /dev/null; done
        }
        asleep() {
            for group in "$@"; do lvm vgchange -an "$group" 2> /dev/null; done
            for path in /sys/block/md*; do
                [ -e "$path/md/level" ] && mdadm --stop "/dev/${path##*/}" 2> /dev/null
            done
        }
        array_named() {
            for path in /sys/block/md*; do
                [ -e "$path/md/level" ] || continue
                name=$(mdadm --detail --export "/dev/${path##*/}" 2> /dev/null | sed -n 's/^MD_NAME=//p')
                case ${name##*:} in "$1" | "${1#md}") echo "${path##*/}"; return ;; esac
                [ "${path##*/}" = "$1" ] && { echo "$1"; return; }
            done
        }
        group_named() { lvm vgs --noheadings -o vg_name "$1" 2> /dev/null | tr -d ' '; }
        in_array() {
            for part in $(parts "$1"); do [ -e "/sys/block/$2/slaves/$(echo "$part" | tr / '!')" ] && echo "$part"; done
        }
        in_group() {
            for part in $(parts "$1"); do
                [ "$(lvm pvs --noheadings -o vg_name "/dev/$part" 2> /dev/null | tr -d ' ')" = "$2" ] && echo "$part"
            done
        }
        volume_size() { lvm lvs --noheadings --nosuffix --units m -o lv_size "$1" 2> /dev/null | tr -d ' ' | cut -d . -f 1; }

        """;
}
