namespace BootService.Core.Profiles.Emit;

/// <summary>The first script of an install that is tied to one machine: it looks who the machine is before anything is touched.</summary>
internal static class IdentityGuard
{
    private const string Log = "/tmp/stack-identity.log";

    /// <summary>
    /// Looks at every place where Linux tells the serial numbers of a machine and of its disks; they may hold blanks, control characters and either case.
    /// </summary>
    private const string Looks = """
        plain() { tr -cd 'A-Za-z0-9._:-' | tr 'A-Z' 'a-z'; }
        machine() {
            for file in /sys/class/dmi/id/product_serial /sys/class/dmi/id/product_uuid /sys/class/dmi/id/board_serial /sys/class/dmi/id/chassis_serial; do
                [ -r "$file" ] && plain < "$file" && echo
            done
        }
        disks() {
            for disk in /sys/block/*; do
                for file in serial device/serial wwid device/wwid; do
                    [ -r "$disk/$file" ] && plain < "$disk/$file" && echo
                done
                [ -r "$disk/device/vpd_pg80" ] && tail -c +5 "$disk/device/vpd_pg80" | plain && echo
                command -v udevadm > /dev/null 2>&1 && udevadm info --query=property --name="${disk##*/}" | while IFS='=' read -r name value; do
                    case $name in ID_SERIAL|ID_SERIAL_SHORT|ID_WWN) echo "$value" | plain; echo ;; esac
                done
            done
        }
        check() {
            wanted=$(printf '%s' "$3" | plain)
            wanted=${wanted#0x}
            found=
            for one in $($1); do
                one=${one#naa.}
                one=${one#eui.}
                [ "${one#0x}" = "$wanted" ] && return 0
                found="$found $one"
            done
            sentence="this is not the machine the install is for: no $2 is $3, they are${found:- unknown}; nothing was touched"
            for screen in /dev/console /dev/tty1; do
                [ -w "$screen" ] && printf '\r\n*** bootservice: %s ***\r\n' "$sentence" > "$screen"
            done
            echo "$sentence" > LOG
            STACK_URL="FAILED?why=$(printf '%s' "$sentence" | tr -c 'A-Za-z0-9._:;,-' '+')" REPORT 30 LOG
            exit 1
        }

        """;

    /// <summary>The script; empty when the install is tied to nothing.</summary>
    public static string Script(MachineIdentity identity, ReportUrls reports)
    {
        var checks = (identity.Serial is { } serial ? Check("machine", "serial number of the machine", serial) : "")
            + (identity.Disk is { } disk ? Check("disks", "serial number of its disks", disk) : "");
        return checks.Length == 0
            ? ""
            : Looks.Replace("LOG", Log, StringComparison.Ordinal).Replace("REPORT", ReportScript.InInstaller, StringComparison.Ordinal)
                .Replace("FAILED", reports.Failed, StringComparison.Ordinal) + checks;
    }

    private static string Check(string where, string what, string wanted) => $"check {where} '{what}' {ShellWord.Quote(wanted)}\n";
}
