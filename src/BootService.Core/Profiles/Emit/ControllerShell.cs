using System.Text;
using BootService.Core.Disks;

namespace BootService.Core.Profiles.Emit;

/// <summary>The shell that has RAID controllers configured by a site's program, before any disk is looked for.</summary>
/// <remarks>
/// The program is called with one argument, the path of the table as comma-separated values. What it prints goes into the log; when it ends with another code
/// than 0 the install stops, and its last line is the reason that the timeline shows.
/// </remarks>
internal static class ControllerShell
{
    private const string Fetch = """
        fetch() {
            if command -v curl > /dev/null 2>&1; then curl -fsS -m 300 -o "$2" "$1" && return 0; fi
            if command -v wget > /dev/null 2>&1; then wget -q -O "$2" "$1" && return 0; fi
            for python in python3 python2 python /usr/libexec/platform-python; do
                command -v "$python" > /dev/null 2>&1 && "$python" -c '
        import sys
        try:
            from urllib.request import urlopen
        except ImportError:
            from urllib2 import urlopen
        open(sys.argv[2], "wb").write(urlopen(sys.argv[1], None, 300).read())' "$1" "$2" && return 0
            done
            return 1
        }

        """;

    private const string Call = """
        fetch "URL" /tmp/stack-controllers || refuse "PROGRAM, which configures the RAID controllers, could not be fetched"
        chmod 700 /tmp/stack-controllers
        tell "the RAID controllers are configured by PROGRAM"
        /tmp/stack-controllers /tmp/stack-controllers.csv < /dev/null > /tmp/stack-controllers.log 2>&1
        status=$?
        untouched=
        cat /tmp/stack-controllers.log
        [ "$status" = 0 ] || stop "PROGRAM ended with $status: $(tail -n 1 /tmp/stack-controllers.log)"
        for scan in /sys/class/scsi_host/*/scan; do
            [ -w "$scan" ] && echo '- - -' > "$scan"
        done
        command -v udevadm > /dev/null 2>&1 && udevadm settle

        """;

    /// <summary>The shell; it needs <see cref="DiskShell.Library"/> before it.</summary>
    /// <param name="plan">What is to be.</param>
    /// <param name="baseUrl">Where the frontend serves, without a final slash.</param>
    public static string Of(ControllerPlan plan, string baseUrl)
    {
        return new StringBuilder(Fetch)
            .Append(HereDocument.Of(plan.Table.ToCsv(), "EOF", "> /tmp/stack-controllers.csv"))
            .Append(Call.Replace("URL", $"{baseUrl}/install/{plan.Program}", StringComparison.Ordinal)
                .Replace("PROGRAM", plan.Program, StringComparison.Ordinal))
            .ToString();
    }
}
