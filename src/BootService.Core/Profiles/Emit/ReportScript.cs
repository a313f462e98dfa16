using BootService.Core.Profiles.Plans;

namespace BootService.Core.Profiles.Emit;

/// <summary>The shell a node reports with. It must work in every installer and in the smallest installed system.</summary>
internal static class ReportScript
{
    /// <summary>Where the installer keeps the reporter; %pre puts it there.</summary>
    public const string InInstaller = "/tmp/stack-report";

    /// <summary>Where the new system keeps it; the first %post puts it there.</summary>
    public const string InSystem = "/usr/sbin/stack-report";

    private const string PreLog = "/tmp/stack-install.log";
    private const string PostLog = "/var/log/stack-install.log";
    private const string InstallerLog = "/tmp/anaconda.log";
    private const string Failures = "/var/log/stack-install.failed";

    /// <summary>What scripts say may be secret, and whoever has a login may look into /var/log: the log is root's from its first line on.</summary>
    public const string OwnLog = $"(umask 077; : >> {PostLog})\n";

    /// <summary>
    /// <c>STACK_URL=URL stack-report TRIES [LOG]</c>: asks with whichever of curl, wget, Python and bash is there, two seconds between tries, and
    /// sends the end of a log along; every third try goes without it, since not every wget can send.
    /// The URL has the attempt's secret in it. It comes by the environment, which only its own user can read (proc(5), environ), and goes on by the
    /// environment or a pipe: a command line is for everybody to see. BusyBox's wget takes it no other way; where that is all there is, nobody is logged in.
    /// BusyBox's wget crashes on -T in some builds, so it gets no time limit of its own.
    /// </summary>
    private const string Reporter = """
        #!/bin/sh
        # STACK_URL=URL stack-report TRIES [LOG]
        ask() {
            if command -v curl > /dev/null 2>&1; then
                printf 'url = "%s"\n' "$STACK_URL" | curl -fsS -m 15 -o /dev/null ${1:+--data-binary "@$1"} -K - && return 0
            fi
            if command -v wget > /dev/null 2>&1; then
                case $(wget --version 2> /dev/null) in
                GNU*) printf '%s\n' "$STACK_URL" | wget -q -O /dev/null ${1:+"--post-file=$1"} -i - && return 0 ;;
                *) wget -q -O /dev/null ${1:+"--post-file=$1"} "$STACK_URL" && return 0 ;;
                esac
            fi
            for python in python3 python2 python /usr/libexec/platform-python; do
                command -v "$python" > /dev/null 2>&1 && "$python" -c '
        import os, sys
        try:
            from urllib.request import urlopen
        except ImportError:
            from urllib2 import urlopen
        data = open(sys.argv[1], "rb").read() if len(sys.argv) > 1 else None
        urlopen(os.environ["STACK_URL"], data, 15).read()' ${1:+"$1"} && return 0
            done
            command -v bash > /dev/null 2>&1 && LC_ALL=C bash -c '
                rest=${STACK_URL#http://}; host=${rest%%/*}; port=${host##*:} head=GET body=
                [ "$port" = "$host" ] && port=80
                [ -n "$1" ] && body=$(< "$1") && head=POST
                exec 3<>"/dev/tcp/${host%%:*}/$port" || exit 1
                printf "%s /%s HTTP/1.0\r\nHost: %s\r\n" "$head" "${rest#*/}" "$host" >&3
                [ -n "$body" ] && printf "Content-Type: text/plain\r\nContent-Length: %d\r\n" "${#body}" >&3
                printf "\r\n%s" "$body" >&3
                read -r -t 15 version status rest <&3 && [ "${status#2}" != "$status" ]' bash "$1"
        }
        end=
        if [ -n "$2" ] && [ -s "$2" ]; then
            end=/tmp/stack-report.$$
            (umask 077; tail -c 3500 "$2" > "$end") || end=
        fi
        try=1 status=1
        while [ "$try" -le "$1" ]; do
            send=$end
            [ $((try % 3)) -eq 0 ] && send=
            if ask "$send"; then status=0; break; fi
            try=$((try + 1))
            [ "$try" -le "$1" ] && sleep 2
        done
        [ -n "$end" ] && rm -f "$end"
        exit $status
        """;

    /// <summary>The reporter itself, where it is a file of its own.</summary>
    public static string Program => Reporter + "\n";

    /// <summary>
    /// Keeps the new system's word that it is up, until the frontend has heard it: tried for a day, and again at every boot. It goes
    /// away afterwards, the attempt's secret with it. What curl says of a refusal could name the URL, and the journal would keep it: the reporter says
    /// nothing here.
    /// </summary>
    private const string Up = """
        #!/bin/sh
        round=0
        until STACK_URL="@CONFIRMED@" /usr/sbin/stack-report 30 > /dev/null 2>&1; do
            echo "the frontend has not heard yet that this system is up"
            round=$((round + 1))
            [ "$round" -lt 960 ] || exit 1
            sleep 30
        done
        if [ -e /etc/systemd/system/stack-up.service ]; then
            systemctl disable stack-up.service
        else
            chkconfig --del stack-up
        fi
        rm -f /etc/systemd/system/stack-up.service /etc/rc.d/init.d/stack-up /usr/sbin/stack-up
        """;

    private const string UpService = """
        [Unit]
        Description=Tell the frontend that this system is up
        Wants=network-online.target
        After=network-online.target multi-user.target stack-post.service

        [Service]
        ExecStart=/usr/sbin/stack-up
        Restart=on-failure
        RestartSec=60

        [Install]
        WantedBy=multi-user.target
        """;

    private const string UpInit = """
        #!/bin/sh
        # chkconfig: 2345 99 01
        # description: Tells the frontend that this system is up.
        [ "$1" != start ] || /usr/sbin/stack-up < /dev/null > /dev/null 2>&1 &
        """;

    /// <summary>First lines of a shell script of %pre: its output goes to one log, and a failure is reported with the log's end.</summary>
    public static string PrePrologue(PlanScript script, ReportUrls reports) => $"""
        # {script.Path}:{script.Line}
        exec >> {PreLog} 2>&1
        trap 'stack_code=$?; [ $stack_code -eq 0 ] || {Call(InInstaller, $"{reports.Stage("pre-failed")}?what={script.Name}:{script.Line}:$stack_code", 5, PreLog)}' EXIT
        echo "== {script.Name}:{script.Line}"

        """;

    /// <summary>
    /// First lines of every shell script in the new system: its output goes to one log, and a failure is noted with its place and the log's end.
    /// </summary>
    public static string Prologue(PlanScript script)
    {
        var root = script.OutsideRoot ? "/mnt/sysimage" : "";
        return $$"""
            # {{script.Path}}:{{script.Line}}
            exec >> {{root}}{{PostLog}} 2>&1
            trap 'stack_code=$?; [ $stack_code -eq 0 ] || { umask 077; echo "{{script.Name}}:{{script.Line}}:$stack_code" >> {{root}}{{Failures}}; tail -n 20 {{root}}{{PostLog}} >> {{root}}{{Failures}}.log; }' EXIT
            echo "== {{script.Name}}:{{script.Line}}"

            """;
    }

    /// <summary>As <see cref="Prologue"/>, for a script whose failure ends the install: it is reported at once.</summary>
    public static string FatalPrologue(PlanScript script, bool inInstaller, ReportUrls reports)
    {
        var (reporter, log) = (inInstaller ? InInstaller : InSystem, inInstaller ? PreLog : PostLog);
        return $"""
            # {script.Path}:{script.Line}
            exec >> {log} 2>&1
            trap 'stack_code=$?; [ $stack_code -eq 0 ] || {Call(reporter, $"{reports.Failed}?why={script.Name}:{script.Line}:$stack_code", 5, log)}' EXIT
            echo "== {script.Name}:{script.Line}"

            """;
    }

    /// <summary>Says that the installer has read the kickstart and begins.</summary>
    public static string Begin(ReportUrls reports) => Install(InInstaller) + Call(InInstaller, reports.Stage("pre"), 5) + "\n";

    /// <summary>Says that the packages are installed and scripts begin.</summary>
    public static string Packaged(ReportUrls reports) => OwnLog + Install(InSystem) + Call(InSystem, reports.Stage("post"), 5) + "\n";

    /// <summary>Says that the installer itself failed.</summary>
    public static string Broken(ReportUrls reports, string why) => Call(InInstaller, $"{reports.Failed}?why={why}", 30, InstallerLog) + "\n";

    /// <summary>
    /// Leaves the confirmation for the first boot, says which scripts failed, and last that all is done. Without that answer the
    /// machine would install again, so it is tried for ten minutes.
    /// </summary>
    public static string Finish(ReportUrls reports) => $"""
        cat > /usr/sbin/stack-up << 'EOF'
        {Up.Replace("@CONFIRMED@", reports.Confirmed, StringComparison.Ordinal)}
        EOF
        chmod 0700 /usr/sbin/stack-up
        if command -v systemctl > /dev/null 2>&1; then
            cat > /etc/systemd/system/stack-up.service << 'EOF'
        {UpService}
        EOF
            systemctl enable stack-up.service
        else
            cat > /etc/rc.d/init.d/stack-up << 'EOF'
        {UpInit}
        EOF
            chmod 0755 /etc/rc.d/init.d/stack-up
            chkconfig --add stack-up
        fi
        if [ -s {Failures} ]; then
            {Call(InSystem, $"{reports.Stage("post-failed")}?what=$(tr '\n' ',' < {Failures})", 5, Failures + ".log")}
        fi
        {Call(InSystem, reports.Done, 300)}

        """;

    /// <summary>A command that reports.</summary>
    /// <param name="reporter">Where the reporter is.</param>
    /// <param name="url">What is asked for; the shell fills in what of it begins with a dollar.</param>
    /// <param name="tries">How often.</param>
    /// <param name="log">The log whose end goes along; null for none.</param>
    public static string Call(string reporter, string url, int tries, string? log = null) =>
        $"STACK_URL=\"{url}\" {reporter} {tries}{(log is null ? string.Empty : $" {log}")}";

    private static string Install(string path) => $"cat > {path} << 'EOF'\n{Reporter}\nEOF\nchmod 0755 {path}\n";
}
