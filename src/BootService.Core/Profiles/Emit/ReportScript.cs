namespace BootService.Core.Profiles.Emit;

/// <summary>The shell a node reports with. It must work in every installer and in the smallest installed system.</summary>
internal static class ReportScript
{
    /// <summary>Where the installer keeps the reporter; %pre puts it there.</summary>
    public const string InInstaller = "/tmp/stack-report";

    /// <summary>Where the new system keeps it; the first %post puts it there.</summary>
    public const string InSystem = "/usr/sbin/stack-report";

    private const string Failures = "/var/log/stack-install.failed";

    /// <summary>
    /// <c>stack-report URL TRIES</c>: a GET with whichever of curl, wget, Python and bash is there, two seconds between tries.
    /// BusyBox's wget crashes on -T in some builds, so it gets no time limit of its own.
    /// </summary>
    private const string Reporter = """
        #!/bin/sh
        # stack-report URL TRIES
        get() {
            if command -v curl > /dev/null 2>&1; then curl -fsS -m 15 -o /dev/null "$1" && return 0; fi
            if command -v wget > /dev/null 2>&1; then wget -q -O /dev/null "$1" && return 0; fi
            for python in python3 python2 python /usr/libexec/platform-python; do
                command -v "$python" > /dev/null 2>&1 && "$python" -c '
        import sys
        try:
            from urllib.request import urlopen
        except ImportError:
            from urllib2 import urlopen
        urlopen(sys.argv[1], timeout=15).read()' "$1" && return 0
            done
            command -v bash > /dev/null 2>&1 && bash -c '
                rest=${1#http://}; host=${rest%%/*}; port=${host##*:}
                [ "$port" = "$host" ] && port=80
                exec 3<>"/dev/tcp/${host%%:*}/$port" || exit 1
                printf "GET /%s HTTP/1.0\r\nHost: %s\r\n\r\n" "${rest#*/}" "$host" >&3
                read -r -t 15 version status rest <&3 && [ "${status#2}" != "$status" ]' bash "$1"
        }
        try=1
        until get "$1"; do
            [ "$try" -ge "$2" ] && exit 1
            try=$((try + 1))
            sleep 2
        done
        """;

    /// <summary>First lines of every shell script in the new system: its output goes to one log, and a failure is noted with its place.</summary>
    public static string Prologue(KickstartScript script)
    {
        var root = script.OutsideRoot ? "/mnt/sysimage" : "";
        return $"""
            # {script.Path}:{script.Line}
            exec >> {root}/var/log/stack-install.log 2>&1
            trap 'stack_code=$?; [ $stack_code -eq 0 ] || echo "{script.Name}:{script.Line}:$stack_code" >> {root}{Failures}' EXIT
            echo "== {script.Name}:{script.Line}"

            """;
    }

    /// <summary>As <see cref="Prologue"/>, for a script whose failure ends the install: it is reported at once.</summary>
    public static string FatalPrologue(KickstartScript script, bool inInstaller, ReportUrls reports)
    {
        var reporter = inInstaller ? InInstaller : InSystem;
        return $"""
            # {script.Path}:{script.Line}
            trap 'stack_code=$?; [ $stack_code -eq 0 ] || {reporter} "{reports.Failed}?why={script.Name}:{script.Line}:$stack_code" 5' EXIT

            """;
    }

    /// <summary>Says that the installer has read the kickstart and begins.</summary>
    public static string Begin(ReportUrls reports) => Install(InInstaller) + Call(InInstaller, reports.Stage("pre"), 5);

    /// <summary>Says that the packages are installed and scripts begin.</summary>
    public static string Packaged(ReportUrls reports) => Install(InSystem) + Call(InSystem, reports.Stage("post"), 5);

    /// <summary>Says that the installer itself failed.</summary>
    public static string Broken(ReportUrls reports, string why) => Call(InInstaller, $"{reports.Failed}?why={why}", 30);

    /// <summary>
    /// Leaves the confirmation for the first boot, says which scripts failed, and last that all is done. Without that answer the
    /// machine would install again, so it is tried for ten minutes.
    /// </summary>
    public static string Finish(ReportUrls reports) => $"""
        cat >> /etc/sysconfig/stack-post << '__EOF__'
        {Call(InSystem, reports.Confirmed, 60)}__EOF__
        if [ -s {Failures} ]; then
            {InSystem} "{reports.Stage("post-failed")}?what=$(tr '\n' ',' < {Failures})" 5
        fi
        {Call(InSystem, reports.Done, 300)}
        """;

    private static string Call(string reporter, string url, int tries) => $"{reporter} \"{url}\" {tries}\n";

    private static string Install(string path) => $"cat > {path} << 'EOF'\n{Reporter}\nEOF\nchmod 0755 {path}\n";
}
